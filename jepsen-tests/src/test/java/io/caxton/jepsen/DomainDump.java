package io.caxton.jepsen;

import io.caxton.jepsen.client.RawNode;
import io.caxton.v1.ListAgentsRequest;
import io.caxton.v1.ListQueuesRequest;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.ListSagasRequest;
import io.caxton.v1.ListSchedulesRequest;
import io.caxton.v1.ListTasksRequest;

/** All that a small fleet holds, as text; without what refused calls may change: their outcomes. */
final class DomainDump {
  private DomainDump() {}

  static String of(RawNode node) {
    return node.agents().listAgents(ListAgentsRequest.getDefaultInstance()).getAgentsList()
        + "\n"
        + node.schedules()
            .listSchedules(ListSchedulesRequest.getDefaultInstance())
            .getSchedulesList()
        + "\n"
        + node.sagas().listSagas(ListSagasRequest.getDefaultInstance()).getSagasList()
        + "\n"
        + node.routes().listRoutes(ListRoutesRequest.getDefaultInstance()).getRoutesList()
        + "\n"
        + node.tasks().listTasks(ListTasksRequest.getDefaultInstance()).getTasksList()
        + "\n"
        + node.tasks().listQueues(ListQueuesRequest.getDefaultInstance()).getQueuesList();
  }
}
