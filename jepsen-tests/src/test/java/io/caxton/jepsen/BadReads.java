package io.caxton.jepsen;

import com.google.protobuf.Message;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.AwaitTaskRequest;
import io.caxton.v1.ChangeMembersRequest;
import io.caxton.v1.ClusterGrpc;
import io.caxton.v1.CountTasksRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.GetAgentRequest;
import io.caxton.v1.GetQueueRequest;
import io.caxton.v1.GetRouteRequest;
import io.caxton.v1.GetTaskRequest;
import io.caxton.v1.ListAgentsRequest;
import io.caxton.v1.ListQueuesRequest;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.Page;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.ResolveRouteRequest;
import io.caxton.v1.RoutesGrpc;
import io.caxton.v1.TasksGrpc;
import io.caxton.v1.TransferLeadershipRequest;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;

/** Calls that only ask, or ask the cluster itself, with what makes no sense. */
final class BadReads {
  private static final ReadOptions UNKNOWN_CONSISTENCY =
      ReadOptions.newBuilder().setConsistencyValue(77).build();

  private final List<BadCall> calls = new ArrayList<>();

  private BadReads() {}

  static List<BadCall> all() {
    BadReads reads = new BadReads();
    reads.gets();
    reads.lists();
    reads.cluster();
    return reads.calls;
  }

  private <Q extends Message, R extends Message> void invalid(
      MethodDescriptor<Q, R> method, Message.Builder request, String field) {
    calls.add(BadCall.of(method, request, ErrorReason.INVALID_ARGUMENT, field));
  }

  private <Q extends Message, R extends Message> void unknown(
      MethodDescriptor<Q, R> method, Message.Builder request) {
    calls.add(BadCall.of(method, request, ErrorReason.NOT_FOUND, ""));
  }

  private void gets() {
    var agent = AgentsGrpc.getGetAgentMethod();
    unknown(agent, GetAgentRequest.newBuilder().setAgentId("nobody"));
    unknown(agent, GetAgentRequest.newBuilder().setAgentId("good").setFleet("other"));
    unknown(agent, GetAgentRequest.newBuilder());
    invalid(
        agent,
        GetAgentRequest.newBuilder().setAgentId("good").setRead(UNKNOWN_CONSISTENCY),
        "read.consistency");
    unknown(TasksGrpc.getGetTaskMethod(), GetTaskRequest.newBuilder().setTaskId("nobody"));
    unknown(TasksGrpc.getGetTaskMethod(), GetTaskRequest.newBuilder().setTaskId("x".repeat(5_000)));
    unknown(TasksGrpc.getGetQueueMethod(), GetQueueRequest.newBuilder().setName("nobody"));
    unknown(RoutesGrpc.getGetRouteMethod(), GetRouteRequest.newBuilder().setName("nobody"));
    unknown(RoutesGrpc.getResolveRouteMethod(), ResolveRouteRequest.newBuilder().setName("nobody"));
    var await = TasksGrpc.getAwaitTaskMethod();
    unknown(await, AwaitTaskRequest.newBuilder().setTaskId("nobody"));
    invalid(
        await,
        AwaitTaskRequest.newBuilder().setTaskId("good").setWaitMillis(60_001),
        "wait_millis");
    invalid(
        await, AwaitTaskRequest.newBuilder().setTaskId("good").setWaitMillis(-1), "wait_millis");
  }

  private void lists() {
    Page large = Page.newBuilder().setSize(1_001).build();
    invalid(
        AgentsGrpc.getListAgentsMethod(),
        ListAgentsRequest.newBuilder().setPage(large),
        "page.size");
    invalid(
        TasksGrpc.getListTasksMethod(), ListTasksRequest.newBuilder().setPage(large), "page.size");
    invalid(
        TasksGrpc.getListQueuesMethod(),
        ListQueuesRequest.newBuilder().setPage(large),
        "page.size");
    invalid(
        RoutesGrpc.getListRoutesMethod(),
        ListRoutesRequest.newBuilder().setPage(large),
        "page.size");
    Page gone = Page.newBuilder().setToken("not a token").build();
    calls.add(
        BadCall.of(
            AgentsGrpc.getListAgentsMethod(),
            ListAgentsRequest.newBuilder().setPage(gone),
            ErrorReason.PAGE_EXPIRED,
            ""));
    calls.add(
        BadCall.of(
            TasksGrpc.getListTasksMethod(),
            ListTasksRequest.newBuilder().setPage(gone),
            ErrorReason.PAGE_EXPIRED,
            ""));
    invalid(
        TasksGrpc.getCountTasksMethod(),
        CountTasksRequest.newBuilder().setRead(UNKNOWN_CONSISTENCY),
        "read.consistency");
  }

  private void cluster() {
    invalid(ClusterGrpc.getChangeMembersMethod(), ChangeMembersRequest.newBuilder(), "change");
    unknown(
        ClusterGrpc.getTransferLeadershipMethod(),
        TransferLeadershipRequest.newBuilder().setNodeId("n99"));
    unknown(
        ClusterGrpc.getChangeMembersMethod(), ChangeMembersRequest.newBuilder().setPromote("n99"));
    unknown(
        ClusterGrpc.getChangeMembersMethod(), ChangeMembersRequest.newBuilder().setRemove("n99"));
  }
}
