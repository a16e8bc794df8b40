package io.caxton.state.schedule;

import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.task.SubmitTasks;
import io.caxton.v1.Reply;
import io.caxton.v1.ScheduleOrBuilder;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.SubmitTasksRequest;
import java.util.List;

/** Submits a schedule's task as any caller would. */
final class ScheduledTasks {
  private final SubmitTasks submitTasks;

  ScheduledTasks(Core core) {
    submitTasks = new SubmitTasks(core);
  }

  /** An instant's task; the same instant always has the same, so that it cannot be there twice. */
  static String idAt(ScheduleOrBuilder schedule, long instant) {
    return schedule.getId() + '/' + instant;
  }

  static String idNow(ScheduleOrBuilder schedule, long position) {
    return schedule.getId() + "/now-" + position;
  }

  /** One task for each id; the results in the same order. */
  List<SubmitResult> submit(Fleet fleet, ScheduleOrBuilder schedule, List<String> taskIds) {
    SubmitTasksRequest.Builder request = SubmitTasksRequest.newBuilder().setFleet(fleet.name());
    for (String id : taskIds) {
      request.addTasks(schedule.getTask().toBuilder().setId(id));
    }
    Reply reply = submitTasks.apply(request.build());
    if (!reply.hasSubmitTasks()) {
      throw new IllegalStateException("a fleet that is there is refused: " + reply.getRefusal());
    }
    return reply.getSubmitTasks().getResultsList();
  }
}
