package io.caxton.jepsen;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.caxton.jepsen.client.RawAnswer;
import io.caxton.jepsen.client.RawCall;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.client.RawSession;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.DeadSelection;
import io.caxton.v1.DeleteRouteRequest;
import io.caxton.v1.DeleteScheduleRequest;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.Extension;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.PauseScheduleRequest;
import io.caxton.v1.PurgeDeadTasksRequest;
import io.caxton.v1.PurgeQueueRequest;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.PutScheduleRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.RedriveTasksRequest;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RegisterAgentResponse;
import io.caxton.v1.Release;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.Renewal;
import io.caxton.v1.ResumeScheduleRequest;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.RoutesGrpc;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import io.caxton.v1.SchedulesGrpc;
import io.caxton.v1.SettleLateResultRequest;
import io.caxton.v1.SteerQueueRequest;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.TasksGrpc;
import io.caxton.v1.TriggerScheduleRequest;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;

/** A call of each mutating kind, made once, with its first answer: also refusals. */
final class RetryCalls {
  static final String QUEUE = "retried";
  private static final int LEASE_MILLIS = 600_000;

  /** What was sent and what came back the first time. */
  record Sent(RawCall<?, ?> call, RawAnswer answer) {}

  private final List<Sent> sent = new ArrayList<>();
  private final RawSession session;
  private final RawNode leader;
  private final String prefix;

  RetryCalls(RawSession session, RawNode leader) {
    this(session, leader, "");
  }

  RetryCalls(RawSession session, RawNode leader, String prefix) {
    this.session = session;
    this.leader = leader;
    this.prefix = prefix;
    tasks(register("worker"));
    routes();
    schedules();
    RetrySagas.send(this, session, prefix);
    long leaving = register("leaving");
    send(
        AgentsGrpc.getDrainAgentMethod(),
        DrainAgentRequest.newBuilder()
            .setCall(session.next())
            .setAgentId(prefix + "leaving")
            .setEpoch(leaving)
            .build());
    send(
        AgentsGrpc.getDeregisterAgentMethod(),
        DeregisterAgentRequest.newBuilder()
            .setCall(session.next())
            .setAgentId(prefix + "leaving")
            .setEpoch(leaving)
            .build());
  }

  List<Sent> sent() {
    return sent;
  }

  RawSession session() {
    return session;
  }

  <Q extends Message, R extends Message> RawAnswer send(MethodDescriptor<Q, R> method, Q request) {
    RawCall<Q, R> call = new RawCall<>(method, request);
    RawAnswer answer = call.send(leader);
    sent.add(new Sent(call, answer));
    return answer;
  }

  private long register(String name) {
    RawAnswer answer =
        send(
            AgentsGrpc.getRegisterAgentMethod(),
            RegisterAgentRequest.newBuilder()
                .setCall(session.next())
                .setAgentId(prefix + name)
                .setLeaseMillis(LEASE_MILLIS)
                .build());
    return ((RegisterAgentResponse) answer.response().orElseThrow()).getAgent().getEpoch();
  }

  private void tasks(long epoch) {
    String agent = prefix + "worker";
    send(
        TasksGrpc.getPutQueueMethod(),
        PutQueueRequest.newBuilder()
            .setCall(session.next())
            .setQueue(Queue.newBuilder().setName(QUEUE).setLeaseMillis(LEASE_MILLIS))
            .build());
    SubmitTasksRequest.Builder submit = SubmitTasksRequest.newBuilder().setCall(session.next());
    for (int i = 0; i < 6; i++) {
      submit.addTasks(
          NewTask.newBuilder()
              .setId(i % 2 == 0 ? prefix + "own-" + i : "")
              .setQueue(QUEUE)
              .setPayload(ByteString.copyFromUtf8("payload " + i)));
    }
    send(TasksGrpc.getSubmitTasksMethod(), submit.build());
    List<Grant> grants = claim(agent, epoch, 5);
    send(
        TasksGrpc.getExtendTasksMethod(),
        ExtendTasksRequest.newBuilder()
            .setCall(session.next())
            .setAgentId(agent)
            .setEpoch(epoch)
            .addExtensions(
                Extension.newBuilder()
                    .setTaskId(grants.get(0).getTaskId())
                    .setFence(grants.get(0).getFence()))
            .build());
    send(
        TasksGrpc.getCompleteTasksMethod(),
        CompleteTasksRequest.newBuilder()
            .setCall(session.next())
            .setAgentId(agent)
            .setEpoch(epoch)
            .addCompletions(
                Completion.newBuilder()
                    .setTaskId(grants.get(0).getTaskId())
                    .setFence(grants.get(0).getFence()))
            // A stale fence: a refused item among the others.
            .addCompletions(
                Completion.newBuilder().setTaskId(grants.get(1).getTaskId()).setFence(1))
            .build());
    send(
        TasksGrpc.getFailTasksMethod(),
        FailTasksRequest.newBuilder()
            .setCall(session.next())
            .setAgentId(agent)
            .setEpoch(epoch)
            .addFailures(
                Failure.newBuilder()
                    .setTaskId(grants.get(1).getTaskId())
                    .setFence(grants.get(1).getFence())
                    .setMessage("on purpose")
                    .setFinal(true))
            .build());
    send(
        TasksGrpc.getReleaseTasksMethod(),
        ReleaseTasksRequest.newBuilder()
            .setCall(session.next())
            .setAgentId(agent)
            .setEpoch(epoch)
            .addReleases(
                Release.newBuilder()
                    .setTaskId(grants.get(2).getTaskId())
                    .setFence(grants.get(2).getFence()))
            .build());
    claim(agent, epoch, 1);
    send(
        TasksGrpc.getCancelTasksMethod(),
        CancelTasksRequest.newBuilder()
            .setCall(session.next())
            .addTaskIds(grants.get(3).getTaskId())
            .addTaskIds(grants.get(0).getTaskId())
            .addTaskIds("nobody-knows-it")
            .build());
    send(
        AgentsGrpc.getRenewAgentsMethod(),
        RenewAgentsRequest.newBuilder()
            .setCall(session.next())
            .addRenewals(Renewal.newBuilder().setAgentId(agent).setEpoch(epoch))
            .addRenewals(Renewal.newBuilder().setAgentId("nobody").setEpoch(1))
            .build());
    queues(grants.get(1).getTaskId());
    // Refused as a whole at apply: a stored outcome like any other.
    claim(agent, epoch + 1, 1);
  }

  private void queues(String deadId) {
    send(
        TasksGrpc.getRedriveTasksMethod(),
        RedriveTasksRequest.newBuilder()
            .setCall(session.next())
            .setSelection(DeadSelection.newBuilder().addTaskIds(deadId).addTaskIds("nobody"))
            .build());
    send(
        TasksGrpc.getSteerQueueMethod(),
        SteerQueueRequest.newBuilder()
            .setCall(session.next())
            .setQueue(QUEUE)
            .setDraining(false)
            .build());
    send(
        TasksGrpc.getPurgeDeadTasksMethod(),
        PurgeDeadTasksRequest.newBuilder()
            .setCall(session.next())
            .setSelection(DeadSelection.newBuilder().addTaskIds(deadId))
            .build());
    send(
        TasksGrpc.getSettleLateResultMethod(),
        SettleLateResultRequest.newBuilder()
            .setCall(session.next())
            .setTaskId(deadId)
            .setFence(1)
            .build());
    send(
        TasksGrpc.getPurgeQueueMethod(),
        PurgeQueueRequest.newBuilder()
            .setCall(session.next())
            .setQueue(QUEUE)
            .setTasksMax(1)
            .build());
  }

  private List<Grant> claim(String agent, long epoch, int tasksMax) {
    RawAnswer answer =
        send(
            TasksGrpc.getClaimTasksMethod(),
            ClaimTasksRequest.newBuilder()
                .setCall(session.next())
                .setAgentId(agent)
                .setEpoch(epoch)
                .addQueues(QUEUE)
                .setMaxTasks(tasksMax)
                .setLeaseMillis(LEASE_MILLIS)
                .build());
    return answer.response().map(r -> ((ClaimTasksResponse) r).getGrantsList()).orElse(List.of());
  }

  private void routes() {
    // The second finds the first one's route and is refused; deleting it must not change that.
    for (int i = 0; i < 2; i++) {
      send(
          RoutesGrpc.getPutRouteMethod(),
          PutRouteRequest.newBuilder()
              .setCall(session.next())
              .setName(prefix + "route")
              .addTargets(RouteTarget.newBuilder().setQueue("q" + i))
              .setExpectedRevision(0)
              .build());
    }
    send(
        RoutesGrpc.getDeleteRouteMethod(),
        DeleteRouteRequest.newBuilder().setCall(session.next()).setName(prefix + "route").build());
  }

  /** The second trigger overlaps the first one's task and is refused. */
  private void schedules() {
    String id = prefix + "schedule";
    send(
        SchedulesGrpc.getPutScheduleMethod(),
        PutScheduleRequest.newBuilder()
            .setCall(session.next())
            .setSchedule(
                Schedule.newBuilder()
                    .setId(id)
                    .setSpec(
                        ScheduleSpec.newBuilder()
                            .setEvery(
                                ScheduleSpec.Every.newBuilder().setEveryMillis(31_536_000_000L)))
                    .setTask(NewTask.newBuilder().setQueue("triggered")))
            .build());
    for (int i = 0; i < 2; i++) {
      send(
          SchedulesGrpc.getTriggerScheduleMethod(),
          TriggerScheduleRequest.newBuilder().setCall(session.next()).setScheduleId(id).build());
    }
    send(
        SchedulesGrpc.getPauseScheduleMethod(),
        PauseScheduleRequest.newBuilder().setCall(session.next()).setScheduleId(id).build());
    send(
        SchedulesGrpc.getResumeScheduleMethod(),
        ResumeScheduleRequest.newBuilder().setCall(session.next()).setScheduleId(id).build());
    send(
        SchedulesGrpc.getDeleteScheduleMethod(),
        DeleteScheduleRequest.newBuilder().setCall(session.next()).setScheduleId(id).build());
  }
}
