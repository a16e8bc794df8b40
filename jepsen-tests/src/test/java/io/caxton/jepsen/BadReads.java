package io.caxton.jepsen;

import com.google.protobuf.Message;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.AwaitTaskRequest;
import io.caxton.v1.ChangeMembersRequest;
import io.caxton.v1.CheckpointsGrpc;
import io.caxton.v1.ClusterGrpc;
import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.CountTasksRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ExplainRecoveryRequest;
import io.caxton.v1.ExplainRouteRequest;
import io.caxton.v1.ExplainTaskRequest;
import io.caxton.v1.GetAgentRequest;
import io.caxton.v1.GetConversationRequest;
import io.caxton.v1.GetDigestRequest;
import io.caxton.v1.GetJournalRequest;
import io.caxton.v1.GetQueueRequest;
import io.caxton.v1.GetQueueStatsRequest;
import io.caxton.v1.GetRouteRequest;
import io.caxton.v1.GetSagaRequest;
import io.caxton.v1.GetScheduleRequest;
import io.caxton.v1.GetTaskRequest;
import io.caxton.v1.JournalsGrpc;
import io.caxton.v1.Label;
import io.caxton.v1.ListAgentsRequest;
import io.caxton.v1.ListCheckpointsRequest;
import io.caxton.v1.ListConversationsRequest;
import io.caxton.v1.ListObligationsRequest;
import io.caxton.v1.ListQueuesRequest;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.ListSagasRequest;
import io.caxton.v1.ListSchedulesRequest;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.NodeAddress;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RecoveriesGrpc;
import io.caxton.v1.ResolveRouteRequest;
import io.caxton.v1.RoutesGrpc;
import io.caxton.v1.SagasGrpc;
import io.caxton.v1.SchedulesGrpc;
import io.caxton.v1.TaskFilter;
import io.caxton.v1.TasksGrpc;
import io.caxton.v1.TransferLeadershipRequest;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;

/** Calls that only ask, or ask the cluster itself, with what makes no sense. */
final class BadReads {
  private static final ReadOptions UNKNOWN_CONSISTENCY =
      ReadOptions.newBuilder().setConsistencyValue(77).build();

  private static final String BAD = "not good!";
  private static final String LONG = "x".repeat(257);

  private final List<BadCall> calls = new ArrayList<>();

  private BadReads() {}

  static List<BadCall> all() {
    BadReads reads = new BadReads();
    reads.gets();
    reads.lists();
    reads.stories();
    reads.conditions();
    reads.cluster();
    return reads.calls;
  }

  private <Q extends Message, R extends Message> void invalid(
      MethodDescriptor<Q, R> method, Message.Builder request, String field) {
    calls.add(BadCall.of(method, request, ErrorReason.INVALID_ARGUMENT, field));
  }

  private <Q extends Message, R extends Message> void with(
      MethodDescriptor<Q, R> method, Q good, String path, Object value) {
    calls.add(BadCall.with(method, good, path, value));
  }

  private <Q extends Message, R extends Message> void unknown(
      MethodDescriptor<Q, R> method, Message.Builder request) {
    calls.add(BadCall.of(method, request, ErrorReason.NOT_FOUND, ""));
  }

  private void gets() {
    unknown(AgentsGrpc.getGetAgentMethod(), GetAgentRequest.newBuilder().setAgentId("nobody"));
    unknown(
        AgentsGrpc.getGetAgentMethod(),
        GetAgentRequest.newBuilder().setAgentId("good").setFleet("other"));
    unknown(TasksGrpc.getGetTaskMethod(), GetTaskRequest.newBuilder().setTaskId("nobody"));
    unknown(TasksGrpc.getGetQueueMethod(), GetQueueRequest.newBuilder().setName("nobody"));
    unknown(
        TasksGrpc.getGetQueueStatsMethod(), GetQueueStatsRequest.newBuilder().setName("nobody"));
    unknown(RoutesGrpc.getGetRouteMethod(), GetRouteRequest.newBuilder().setName("nobody"));
    unknown(RoutesGrpc.getResolveRouteMethod(), ResolveRouteRequest.newBuilder().setName("nobody"));
    unknown(TasksGrpc.getAwaitTaskMethod(), AwaitTaskRequest.newBuilder().setTaskId("nobody"));

    unknown(
        SchedulesGrpc.getGetScheduleMethod(),
        GetScheduleRequest.newBuilder().setScheduleId("nobody"));
    unknown(TasksGrpc.getExplainTaskMethod(), ExplainTaskRequest.newBuilder().setTaskId("nobody"));

    get(
        SchedulesGrpc.getGetScheduleMethod(),
        GetScheduleRequest.getDefaultInstance(),
        "schedule_id");
    get(TasksGrpc.getExplainTaskMethod(), ExplainTaskRequest.getDefaultInstance(), "task_id");
    get(AgentsGrpc.getGetAgentMethod(), GetAgentRequest.getDefaultInstance(), "agent_id");
    get(TasksGrpc.getGetTaskMethod(), GetTaskRequest.getDefaultInstance(), "task_id");
    get(TasksGrpc.getGetQueueMethod(), GetQueueRequest.getDefaultInstance(), "name");
    get(TasksGrpc.getGetQueueStatsMethod(), GetQueueStatsRequest.getDefaultInstance(), "name");
    get(RoutesGrpc.getGetRouteMethod(), GetRouteRequest.getDefaultInstance(), "name");
    get(RoutesGrpc.getResolveRouteMethod(), ResolveRouteRequest.getDefaultInstance(), "name");

    get(RoutesGrpc.getExplainRouteMethod(), ExplainRouteRequest.getDefaultInstance(), "capability");

    var await = TasksGrpc.getAwaitTaskMethod();
    AwaitTaskRequest waiting = AwaitTaskRequest.newBuilder().setTaskId("good").build();
    for (String bad : List.of("", BAD, LONG)) {
      with(await, waiting, "task_id", bad);
    }
    with(await, waiting, "fleet", BAD);
    with(await, waiting, "wait_millis", 60_001);
    with(await, waiting, "wait_millis", -1);
  }

  /** What agents remember and say. */
  private void stories() {
    unknown(JournalsGrpc.getGetJournalMethod(), GetJournalRequest.newBuilder().setAgentId("x"));
    unknown(
        CheckpointsGrpc.getListCheckpointsMethod(),
        ListCheckpointsRequest.newBuilder().setAgentId("x"));
    unknown(
        RecoveriesGrpc.getExplainRecoveryMethod(),
        ExplainRecoveryRequest.newBuilder().setAgentId("x"));
    unknown(
        ConversationsGrpc.getGetConversationMethod(),
        GetConversationRequest.newBuilder().setConversationId("x"));
    unknown(
        ConversationsGrpc.getListObligationsMethod(),
        ListObligationsRequest.newBuilder().setAgentId("x"));

    unknown(SagasGrpc.getGetSagaMethod(), GetSagaRequest.newBuilder().setSagaId("x"));
    get(SagasGrpc.getGetSagaMethod(), GetSagaRequest.getDefaultInstance(), "saga_id");
    list(SagasGrpc.getListSagasMethod(), ListSagasRequest.getDefaultInstance());

    var explain = ExplainRecoveryRequest.getDefaultInstance();
    get(JournalsGrpc.getGetJournalMethod(), GetJournalRequest.getDefaultInstance(), "agent_id");
    get(
        CheckpointsGrpc.getListCheckpointsMethod(),
        ListCheckpointsRequest.getDefaultInstance(),
        "agent_id");
    get(RecoveriesGrpc.getExplainRecoveryMethod(), explain, "agent_id");
    get(
        ConversationsGrpc.getGetConversationMethod(),
        GetConversationRequest.getDefaultInstance(),
        "conversation_id");
    get(
        ConversationsGrpc.getListObligationsMethod(),
        ListObligationsRequest.getDefaultInstance(),
        "agent_id");
    list(
        ConversationsGrpc.getListConversationsMethod(),
        ListConversationsRequest.getDefaultInstance());
    invalid(
        ConversationsGrpc.getListConversationsMethod(),
        ListConversationsRequest.newBuilder().addStatesValue(3),
        "states[0]");
  }

  /** What every get has; {@code id} is its field for what is wanted. */
  private <Q extends Message, R extends Message> void get(
      MethodDescriptor<Q, R> method, Q empty, String id) {
    for (String bad : List.of("", BAD, LONG)) {
      with(method, empty, id, bad);
    }
    reading(method, empty);
  }

  /** What every read has. */
  private <Q extends Message, R extends Message> void reading(
      MethodDescriptor<Q, R> method, Q request) {
    with(method, request, "fleet", BAD);
    with(method, request, "fleet", "x".repeat(65));
    with(method, request, "read.min_position", -1L);
    var read = request.getDescriptorForType().findFieldByName("read");
    invalid(method, request.toBuilder().setField(read, UNKNOWN_CONSISTENCY), "read.consistency");
  }

  private void lists() {
    list(AgentsGrpc.getListAgentsMethod(), ListAgentsRequest.getDefaultInstance());
    list(TasksGrpc.getListTasksMethod(), ListTasksRequest.getDefaultInstance());
    list(TasksGrpc.getListQueuesMethod(), ListQueuesRequest.getDefaultInstance());
    list(RoutesGrpc.getListRoutesMethod(), ListRoutesRequest.getDefaultInstance());
    list(SchedulesGrpc.getListSchedulesMethod(), ListSchedulesRequest.getDefaultInstance());
    reading(TasksGrpc.getCountTasksMethod(), CountTasksRequest.getDefaultInstance());
  }

  private <Q extends Message, R extends Message> void list(
      MethodDescriptor<Q, R> method, Q request) {
    reading(method, request);
    with(method, request, "page.size", 1_001);
    with(method, request, "page.size", -1);
    with(method, request, "page.token", "not a token");
    with(method, request, "page.token", LONG);
    Message.Builder gone = request.toBuilder();
    BadCall.set(gone, "page.token", "gone.7");
    calls.add(BadCall.of(method, gone, ErrorReason.PAGE_EXPIRED, ""));
  }

  /** Conditions that nothing could ever meet: an empty answer would look like "there are none". */
  private void conditions() {
    var agents = AgentsGrpc.getListAgentsMethod();
    invalid(agents, ListAgentsRequest.newBuilder().addStatesValue(99), "states[0]");
    invalid(agents, ListAgentsRequest.newBuilder().addStatesValue(0), "states[0]");
    with(agents, ListAgentsRequest.getDefaultInstance(), "capability", BAD);
    var schedules = SchedulesGrpc.getListSchedulesMethod();
    with(schedules, ListSchedulesRequest.getDefaultInstance(), "id_prefix", BAD);
    invalid(schedules, ListSchedulesRequest.newBuilder().addStatesValue(4), "states[0]");
    var routes = RoutesGrpc.getListRoutesMethod();
    with(routes, ListRoutesRequest.getDefaultInstance(), "name_prefix", BAD);
    for (Label bad : List.of(label(""), label(BAD), label("k".repeat(64)))) {
      invalid(agents, ListAgentsRequest.newBuilder().addLabels(bad), "labels[0].key");
      invalid(routes, ListRoutesRequest.newBuilder().addLabels(bad), "labels[0].key");
    }
    filter(TaskFilter.newBuilder().setQueue(BAD), "queue");
    filter(TaskFilter.newBuilder().setIdPrefix(BAD), "id_prefix");
    filter(TaskFilter.newBuilder().setAgentId(LONG), "agent_id");
    filter(TaskFilter.newBuilder().addStatesValue(-1), "states[0]");
    filter(TaskFilter.newBuilder().addLabels(label(BAD)), "labels[0].key");
    filter(TaskFilter.newBuilder().addLabels(label("k")).addLabels(label("k")), "labels[1].key");
    filter(
        TaskFilter.newBuilder().addLabels(label("k").toBuilder().setValue(LONG)),
        "labels[0].value");
  }

  private void filter(TaskFilter.Builder filter, String field) {
    invalid(
        TasksGrpc.getListTasksMethod(),
        ListTasksRequest.newBuilder().setFilter(filter),
        "filter." + field);
    invalid(
        TasksGrpc.getCountTasksMethod(),
        CountTasksRequest.newBuilder().setFilter(filter),
        "filter." + field);
  }

  private static Label label(String key) {
    return GoodCalls.label(key);
  }

  private void cluster() {
    var change = ClusterGrpc.getChangeMembersMethod();
    invalid(change, ChangeMembersRequest.newBuilder(), "change");
    invalid(change, ChangeMembersRequest.newBuilder().setPromote(BAD), "promote");
    invalid(change, ChangeMembersRequest.newBuilder().setRemove(""), "remove");
    NodeAddress good =
        NodeAddress.newBuilder()
            .setNodeId("n4")
            .setClientAddress("127.0.0.1:1")
            .setRaftAddress("127.0.0.1:2")
            .build();
    ChangeMembersRequest add = ChangeMembersRequest.newBuilder().setAddListener(good).build();
    with(change, add, "add_listener.node_id", BAD);
    with(change, add, "add_listener.client_address", "nowhere");
    with(change, add, "add_listener.raft_address", "127.0.0.1:65536");
    with(
        ClusterGrpc.getTransferLeadershipMethod(),
        TransferLeadershipRequest.getDefaultInstance(),
        "node_id",
        BAD);
    with(
        ClusterGrpc.getGetDigestMethod(),
        GetDigestRequest.getDefaultInstance(),
        "min_position",
        -1L);
    unknown(
        ClusterGrpc.getTransferLeadershipMethod(),
        TransferLeadershipRequest.newBuilder().setNodeId("n99"));
    unknown(
        ClusterGrpc.getChangeMembersMethod(), ChangeMembersRequest.newBuilder().setPromote("n99"));
    unknown(
        ClusterGrpc.getChangeMembersMethod(), ChangeMembersRequest.newBuilder().setRemove("n99"));
  }
}
