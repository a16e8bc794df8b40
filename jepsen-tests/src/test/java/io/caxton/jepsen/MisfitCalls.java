package io.caxton.jepsen;

import com.google.protobuf.Message;
import io.caxton.jepsen.client.RawNode;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.Refusal;
import io.caxton.v1.RoutesGrpc;
import io.caxton.v1.SchedulesGrpc;
import io.caxton.v1.SessionsGrpc;
import io.caxton.v1.TasksGrpc;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;

/** Well-formed calls that the state refuses: unknown ids, wrong epoch, fence, revision, session. */
final class MisfitCalls {
  private static final long NO_SESSION = 123_456_789L;

  private MisfitCalls() {}

  /**
   * Refused as a whole. The agent, task, route and queue "good" exist; the task was never granted.
   */
  static List<BadCall> all(GoodCalls good) {
    List<BadCall> calls = new ArrayList<>();
    agentCalls(calls, good);
    noSession(calls, AgentsGrpc.getRegisterAgentMethod(), good.register());
    noSession(calls, AgentsGrpc.getRenewAgentsMethod(), good.renew());
    noSession(calls, RoutesGrpc.getPutRouteMethod(), good.putRoute());
    noSession(calls, RoutesGrpc.getDeleteRouteMethod(), good.deleteRoute());
    noSession(calls, TasksGrpc.getSubmitTasksMethod(), good.submit());
    noSession(calls, TasksGrpc.getCancelTasksMethod(), good.cancel());
    noSession(calls, TasksGrpc.getPutQueueMethod(), good.putQueue());
    noSession(calls, TasksGrpc.getSteerQueueMethod(), good.steer());
    noSession(calls, TasksGrpc.getPurgeQueueMethod(), good.purge());
    noSession(calls, TasksGrpc.getRedriveTasksMethod(), good.redrive());
    noSession(calls, TasksGrpc.getPurgeDeadTasksMethod(), good.purgeDead());
    noSession(calls, TasksGrpc.getSettleLateResultMethod(), good.settle());
    calls.add(
        BadCall.of(
            TasksGrpc.getSteerQueueMethod(),
            good.steer().toBuilder().setQueue("nobody"),
            ErrorReason.NOT_FOUND,
            ""));
    calls.add(
        BadCall.of(
            TasksGrpc.getPurgeQueueMethod(),
            good.purge().toBuilder().setQueue("nobody"),
            ErrorReason.NOT_FOUND,
            ""));
    // There is the task, but no result is parked with it.
    calls.add(
        BadCall.of(
            TasksGrpc.getSettleLateResultMethod(),
            good.settle().toBuilder(),
            ErrorReason.NOT_FOUND,
            ""));
    calls.add(
        BadCall.of(
            SessionsGrpc.getKeepSessionMethod(),
            KeepSessionRequest.newBuilder().setSessionId(NO_SESSION),
            ErrorReason.SESSION_EXPIRED,
            ""));
    calls.add(
        BadCall.of(
            RoutesGrpc.getPutRouteMethod(),
            good.putRoute().toBuilder().setExpectedRevision(0),
            ErrorReason.REVISION_MISMATCH,
            ""));
    calls.add(
        BadCall.of(
            RoutesGrpc.getPutRouteMethod(),
            good.putRoute().toBuilder().setExpectedRevision(Long.MAX_VALUE),
            ErrorReason.REVISION_MISMATCH,
            ""));
    calls.add(
        BadCall.of(
            RoutesGrpc.getDeleteRouteMethod(),
            good.deleteRoute().toBuilder().setExpectedRevision(1),
            ErrorReason.REVISION_MISMATCH,
            ""));
    calls.add(
        BadCall.of(
            RoutesGrpc.getDeleteRouteMethod(),
            good.deleteRoute().toBuilder().setName("nobody"),
            ErrorReason.NOT_FOUND,
            ""));
    schedules(calls, good);
    MisfitSagas.add(calls, good);
    return calls;
  }

  private static void schedules(List<BadCall> calls, GoodCalls good) {
    noSession(calls, SchedulesGrpc.getPutScheduleMethod(), good.putSchedule());
    noSession(calls, SchedulesGrpc.getDeleteScheduleMethod(), good.deleteSchedule());
    noSession(calls, SchedulesGrpc.getPauseScheduleMethod(), good.pauseSchedule());
    noSession(calls, SchedulesGrpc.getResumeScheduleMethod(), good.resumeSchedule());
    noSession(calls, SchedulesGrpc.getTriggerScheduleMethod(), good.triggerSchedule());
    calls.add(
        BadCall.of(
            SchedulesGrpc.getPutScheduleMethod(),
            good.putSchedule().toBuilder().setExpectedRevision(0),
            ErrorReason.REVISION_MISMATCH,
            ""));
    Message.Builder past = good.putSchedule().toBuilder();
    BadCall.set(past, "schedule.spec.at.wall_millis", 1L);
    calls.add(
        BadCall.of(SchedulesGrpc.getPutScheduleMethod(), past, ErrorReason.SCHEDULE_NEVER, ""));
    Message.Builder over = good.putSchedule().toBuilder();
    BadCall.set(over, "schedule.until_wall_millis", 1L);
    calls.add(
        BadCall.of(SchedulesGrpc.getPutScheduleMethod(), over, ErrorReason.SCHEDULE_NEVER, ""));
    calls.add(
        BadCall.of(
            SchedulesGrpc.getDeleteScheduleMethod(),
            good.deleteSchedule().toBuilder().setExpectedRevision(Long.MAX_VALUE),
            ErrorReason.REVISION_MISMATCH,
            ""));
    unknownSchedule(calls, SchedulesGrpc.getDeleteScheduleMethod(), good.deleteSchedule());
    unknownSchedule(calls, SchedulesGrpc.getPauseScheduleMethod(), good.pauseSchedule());
    unknownSchedule(calls, SchedulesGrpc.getResumeScheduleMethod(), good.resumeSchedule());
    unknownSchedule(calls, SchedulesGrpc.getTriggerScheduleMethod(), good.triggerSchedule());
  }

  private static <Q extends Message, R extends Message> void unknownSchedule(
      List<BadCall> calls, MethodDescriptor<Q, R> method, Q good) {
    Message.Builder unknown = good.toBuilder();
    BadCall.set(unknown, "schedule_id", "nobody");
    calls.add(BadCall.of(method, unknown, ErrorReason.NOT_FOUND, ""));
  }

  private static void agentCalls(List<BadCall> calls, GoodCalls good) {
    agentCall(calls, AgentsGrpc.getDrainAgentMethod(), good::drain);
    agentCall(calls, AgentsGrpc.getDeregisterAgentMethod(), good::deregister);
    agentCall(calls, TasksGrpc.getClaimTasksMethod(), good::claim);
    agentCall(calls, TasksGrpc.getExtendTasksMethod(), good::extend);
    agentCall(calls, TasksGrpc.getCompleteTasksMethod(), good::complete);
    agentCall(calls, TasksGrpc.getFailTasksMethod(), good::fail);
    agentCall(calls, TasksGrpc.getReleaseTasksMethod(), good::release);
  }

  private static <Q extends Message, R extends Message> void agentCall(
      List<BadCall> calls, MethodDescriptor<Q, R> method, java.util.function.Supplier<Q> good) {
    for (long epoch : new long[] {0, 2, -1}) {
      Message.Builder stale = good.get().toBuilder();
      BadCall.set(stale, "epoch", epoch);
      calls.add(BadCall.of(method, stale, ErrorReason.STALE_EPOCH, ""));
    }
    Message.Builder unknown = good.get().toBuilder();
    BadCall.set(unknown, "agent_id", "nobody");
    calls.add(BadCall.of(method, unknown, ErrorReason.NOT_FOUND, ""));
    Message.Builder elsewhere = good.get().toBuilder();
    BadCall.set(elsewhere, "fleet", "empty-fleet");
    calls.add(BadCall.of(method, elsewhere, ErrorReason.NOT_FOUND, ""));
    noSession(calls, method, good.get());
  }

  static <Q extends Message, R extends Message> void noSession(
      List<BadCall> calls, MethodDescriptor<Q, R> method, Q good) {
    Message.Builder unknown = good.toBuilder();
    BadCall.set(unknown, "call.session_id", NO_SESSION);
    calls.add(BadCall.of(method, unknown, ErrorReason.SESSION_EXPIRED, ""));
  }

  /** Calls that are answered, with the item refused. */
  static List<String> wrongItems(GoodCalls good, RawNode node) {
    List<String> wrong = new ArrayList<>();
    var agents = node.agents();
    var renewal = good.renew().toBuilder();
    expect(
        wrong,
        "renewal of an unknown agent",
        ErrorReason.NOT_FOUND,
        agents
            .renewAgents(
                with(renewal.setCall(good.renew().getCall()), "renewals[0].agent_id", "no"))
            .getResults(0)
            .getRefusal());
    expect(
        wrong,
        "renewal in a wrong epoch",
        ErrorReason.STALE_EPOCH,
        agents
            .renewAgents(with(good.renew().toBuilder(), "renewals[0].epoch", 9L))
            .getResults(0)
            .getRefusal());
    var tasks = node.tasks();
    expect(
        wrong,
        "submit of another content",
        ErrorReason.ALREADY_EXISTS,
        tasks
            .submitTasks(with(good.submit().toBuilder(), "tasks[1].priority", 5))
            .getResults(1)
            .getRefusal());
    for (String id : List.of("unknown", "good")) {
      ErrorReason reason = id.equals("good") ? ErrorReason.LEASE_LOST : ErrorReason.NOT_FOUND;
      expect(
          wrong,
          "extend " + id,
          reason,
          tasks
              .extendTasks(with(good.extend().toBuilder(), "extensions[0].task_id", id))
              .getResults(0)
              .getRefusal());
      expect(
          wrong,
          "complete " + id,
          reason,
          tasks
              .completeTasks(with(good.complete().toBuilder(), "completions[0].task_id", id))
              .getResults(0)
              .getRefusal());
      expect(
          wrong,
          "fail " + id,
          reason,
          tasks
              .failTasks(with(good.fail().toBuilder(), "failures[0].task_id", id))
              .getResults(0)
              .getRefusal());
      expect(
          wrong,
          "release " + id,
          reason,
          tasks
              .releaseTasks(with(good.release().toBuilder(), "releases[0].task_id", id))
              .getResults(0)
              .getRefusal());
    }
    expect(
        wrong,
        "cancel",
        ErrorReason.NOT_FOUND,
        tasks
            .cancelTasks(with(good.cancel().toBuilder(), "task_ids[0]", "unknown"))
            .getResults(0)
            .getRefusal());
    for (String id : List.of("unknown", "good")) {
      expect(
          wrong,
          "redrive " + id,
          id.equals("good") ? ErrorReason.TASK_NOT_DEAD : ErrorReason.NOT_FOUND,
          tasks
              .redriveTasks(with(good.redrive().toBuilder(), "selection.task_ids[0]", id))
              .getResults(0)
              .getRefusal());
    }
    return wrong;
  }

  @SuppressWarnings("unchecked")
  private static <Q extends Message> Q with(Message.Builder request, String path, Object value) {
    BadCall.set(request, path, value);
    return (Q) request.build();
  }

  private static void expect(List<String> wrong, String what, ErrorReason reason, Refusal refusal) {
    if (refusal.getReason() != reason || refusal.getMessage().isEmpty()) {
      wrong.add(what + ": expected " + reason + ", was " + refusal);
    }
  }
}
