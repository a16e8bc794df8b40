package io.caxton.jepsen;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.Capability;
import io.caxton.v1.CloseSessionRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.PutScheduleRequest;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.RoutesGrpc;
import io.caxton.v1.Routing;
import io.caxton.v1.SchedulesGrpc;
import io.caxton.v1.SessionsGrpc;
import io.caxton.v1.TasksGrpc;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Mutating calls whose form is wrong: INVALID_ARGUMENT that names the field, before append. */
final class MalformedCalls {
  private static final String LONG_64 = "x".repeat(65);
  private static final String LONG_128 = "x".repeat(129);
  private static final String LONG_256 = "x".repeat(257);
  private static final String BAD = "not good!";

  private final List<BadCall> calls = new ArrayList<>();
  private final GoodCalls good;

  private MalformedCalls(GoodCalls good) {
    this.good = good;
  }

  static List<BadCall> all(GoodCalls good) {
    MalformedCalls malformed = new MalformedCalls(good);
    malformed.sessions();
    malformed.agents();
    malformed.routes();
    malformed.submits();
    malformed.grants();
    malformed.queues();
    new MalformedQueues(malformed, good).add();
    malformed.schedules();
    new MalformedStories(malformed, good).add();
    return malformed.calls;
  }

  <Q extends Message, R extends Message> void add(
      MethodDescriptor<Q, R> method, Q request, String path, Object value) {
    calls.add(BadCall.with(method, request, path, value));
  }

  private <Q extends Message, R extends Message> void add(
      MethodDescriptor<Q, R> method, Message.Builder request, String field) {
    calls.add(BadCall.of(method, request, ErrorReason.INVALID_ARGUMENT, field));
  }

  /** What every mutating call has. */
  <Q extends Message, R extends Message> void call(MethodDescriptor<Q, R> method, Q good) {
    add(method, good, "call.session_id", 0L);
    add(method, good, "call.sequence", 0L);
    add(method, good, "call.sequence", -1L);
    add(method, good, "call.first_open", Long.MAX_VALUE);
    add(method, good, "fleet", BAD);
    add(method, good, "fleet", LONG_64);
  }

  /** The same for the calls of an agent. */
  <Q extends Message, R extends Message> void agentCall(MethodDescriptor<Q, R> method, Q good) {
    call(method, good);
    add(method, good, "agent_id", "");
    add(method, good, "agent_id", BAD);
    add(method, good, "agent_id", LONG_128);
  }

  /** The same for calls with a list: of none, of too many. */
  <Q extends Message, R extends Message> void list(
      MethodDescriptor<Q, R> method, Q good, String name) {
    var field = good.getDescriptorForType().findFieldByName(name);
    add(method, good.toBuilder().clearField(field), name);
    Object item = good.getRepeatedField(field, 0);
    add(method, good.toBuilder().setField(field, Collections.nCopies(1_001, item)), name);
  }

  private <Q extends Message, R extends Message> void labels(
      MethodDescriptor<Q, R> method, Q good, String prefix) {
    add(method, good, prefix + "labels[0].key", "");
    add(method, good, prefix + "labels[0].key", BAD);
    add(method, good, prefix + "labels[0].key", "k".repeat(64));
    add(method, good, prefix + "labels[0].value", LONG_256);
  }

  private void sessions() {
    var open = SessionsGrpc.getOpenSessionMethod();
    OpenSessionRequest opening = OpenSessionRequest.getDefaultInstance();
    add(open, opening, "fleet", BAD);
    add(open, opening, "client_name", LONG_256);
    add(open, opening, "timeout_millis", 9_999);
    add(open, opening, "timeout_millis", -1);
    add(SessionsGrpc.getKeepSessionMethod(), KeepSessionRequest.newBuilder(), "session_id");
    add(SessionsGrpc.getCloseSessionMethod(), CloseSessionRequest.newBuilder(), "session_id");
  }

  private void agents() {
    var register = AgentsGrpc.getRegisterAgentMethod();
    agentCall(register, good.register());
    labels(register, good.register(), "");
    add(register, good.register(), "lease_millis", 499);
    add(register, good.register(), "lease_millis", 3_600_001);
    add(register, good.register(), "lease_millis", -1);
    add(register, good.register(), "instance", LONG_256);
    add(register, good.register(), "capabilities[0].name", "");
    add(register, good.register(), "capabilities[0].name", BAD);
    add(register, good.register(), "capabilities[0].name", LONG_128);
    add(register, good.register(), "capabilities[0].version", LONG_64);
    add(register, good.register(), "capabilities[0].concurrency", 10_001);
    add(register, good.register().toBuilder().setCriticalityValue(99), "criticality");
    add(
        register,
        good.register().toBuilder().addCapabilities(good.register().getCapabilities(0)),
        "capabilities[1].name");
    add(
        register,
        good.register().toBuilder()
            .addAllCapabilities(Collections.nCopies(64, Capability.getDefaultInstance())),
        "capabilities");
    add(register, good.register().toBuilder().addLabels(GoodCalls.label("k")), "labels[1].key");
    add(
        register,
        good.register().toBuilder().addAllLabels(Collections.nCopies(32, GoodCalls.label("l"))),
        "labels");

    var renew = AgentsGrpc.getRenewAgentsMethod();
    call(renew, good.renew());
    list(renew, good.renew(), "renewals");
    add(renew, good.renew(), "renewals[0].agent_id", "");
    add(renew, good.renew(), "renewals[0].agent_id", LONG_128);
    add(renew, good.renew(), "renewals[0].held_grants[0].task_id", "");
    add(
        renew,
        good.renew().toBuilder().addRenewals(good.renew().getRenewals(0)),
        "renewals[1].agent_id");
    add(
        renew,
        good.renew().toBuilder()
            .setRenewals(
                0,
                good.renew().getRenewals(0).toBuilder()
                    .addAllHeldGrants(
                        Collections.nCopies(
                            10_000, HeldGrant.newBuilder().setTaskId("t").build()))),
        "renewals[0].held_grants");
    agentCall(AgentsGrpc.getDrainAgentMethod(), good.drain());
    agentCall(AgentsGrpc.getDeregisterAgentMethod(), good.deregister());
  }

  private void routes() {
    var put = RoutesGrpc.getPutRouteMethod();
    call(put, good.putRoute());
    labels(put, good.putRoute(), "");
    add(put, good.putRoute(), "name", "");
    add(put, good.putRoute(), "name", BAD);
    add(put, good.putRoute(), "name", LONG_256);
    add(put, good.putRoute().toBuilder().clearTargets(), "targets");
    add(
        put,
        good.putRoute().toBuilder()
            .addAllTargets(Collections.nCopies(64, good.putRoute().getTargets(0))),
        "targets");
    add(put, good.putRoute(), "routing", Routing.getDefaultInstance());
    add(put, good.putRoute(), "targets[0].weight", 1_000_001);
    add(put, good.putRoute(), "targets[0].agent_id", "");
    add(put, good.putRoute(), "targets[0].capability", BAD);
    add(
        put,
        good.putRoute().toBuilder().setTargets(0, RouteTarget.getDefaultInstance()),
        "targets[0].target");
    call(RoutesGrpc.getDeleteRouteMethod(), good.deleteRoute());
    add(RoutesGrpc.getDeleteRouteMethod(), good.deleteRoute(), "name", "");
  }

  private void schedules() {
    var put = SchedulesGrpc.getPutScheduleMethod();
    PutScheduleRequest putting = good.putSchedule();
    call(put, putting);
    labels(put, putting, "schedule.");
    labels(put, putting, "schedule.task.");
    add(put, putting.toBuilder().clearSchedule(), "schedule");
    add(put, putting, "schedule.id", "");
    add(put, putting, "schedule.id", BAD);
    add(put, putting, "schedule.id", "x".repeat(201));
    add(put, putting, "schedule.spec.cron.expression", "");
    add(put, putting, "schedule.spec.cron.expression", LONG_256);
    add(put, putting, "schedule.spec.cron.expression", "every day");
    add(put, putting, "schedule.spec.cron.expression", "61 * * * *");
    add(put, putting, "schedule.spec.cron.expression", "0 0 30 2 *");
    add(put, putting, "schedule.spec.cron.zone", "Middle/Earth");
    add(put, putting, "schedule.spec.cron.zone", LONG_64);
    add(put, putting, "schedule.spec.every.every_millis", 999L);
    add(put, putting, "schedule.spec.every.every_millis", -1L);
    add(put, putting, "schedule.spec.at.wall_millis", 0L);
    add(put, putting, "schedule.task.id", "own");
    add(put, putting, "schedule.task.deadline_wall_millis", 1L);
    add(put, putting, "schedule.task.priority", 10);
    add(put, putting, "schedule.catch_up_max", 301);
    add(put, putting, "schedule.late_after_millis", 99);
    add(put, putting, "schedule.late_after_millis", 600_001);
    add(put, putting, "schedule.until_wall_millis", -1L);
    add(put, putting, "schedule.runs_max", -1L);
    add(put, putting, "schedule.next_instant", 1L);
    add(put, putting, "schedule.revision", 1L);
    call(SchedulesGrpc.getDeleteScheduleMethod(), good.deleteSchedule());
    add(SchedulesGrpc.getDeleteScheduleMethod(), good.deleteSchedule(), "schedule_id", "");
    call(SchedulesGrpc.getPauseScheduleMethod(), good.pauseSchedule());
    add(SchedulesGrpc.getPauseScheduleMethod(), good.pauseSchedule(), "schedule_id", BAD);
    add(SchedulesGrpc.getPauseScheduleMethod(), good.pauseSchedule(), "note", LONG_256);
    call(SchedulesGrpc.getResumeScheduleMethod(), good.resumeSchedule());
    add(SchedulesGrpc.getResumeScheduleMethod(), good.resumeSchedule(), "schedule_id", BAD);
    call(SchedulesGrpc.getTriggerScheduleMethod(), good.triggerSchedule());
    add(SchedulesGrpc.getTriggerScheduleMethod(), good.triggerSchedule(), "schedule_id", BAD);
  }

  private void submits() {
    var submit = TasksGrpc.getSubmitTasksMethod();
    call(submit, good.submit());
    list(submit, good.submit(), "tasks");
    labels(submit, good.submit(), "tasks[1].");
    add(submit, good.submit(), "tasks[1].id", BAD);
    add(submit, good.submit(), "tasks[1].id", LONG_256);
    add(submit, good.submit(), "tasks[1].queue", BAD);
    add(submit, good.submit(), "tasks[1].queue", LONG_128);
    add(submit, good.submit(), "tasks[1].priority", 10);
    add(submit, good.submit(), "tasks[1].priority", -1);
    add(submit, good.submit(), "tasks[1].delay_millis", 31_536_000_001L);
    add(submit, good.submit(), "tasks[1].delay_millis", -1L);
    add(submit, good.submit(), "tasks[1].attempt_timeout_millis", -1);
    add(submit, good.submit(), "tasks[1].deadline_wall_millis", -1L);
    add(submit, good.submit(), "tasks[1].lease_millis", 1);
    add(submit, good.submit(), "tasks[1].retry.attempts_max", 1_000_001);
    add(submit, good.submit(), "tasks[1].retry.backoff_initial_millis", 3_600_001);
    add(submit, good.submit(), "tasks[1].retry.backoff_max_millis", 86_400_001);
    add(submit, good.submit(), "tasks[1].retry.backoff_percent", 99);
    add(submit, good.submit(), "tasks[1].retry.backoff_percent", 1_001);
    add(submit, good.submit(), "tasks[1].retry.jitter_percent", 101);
    add(submit, good.submit(), "tasks[1].payload", ByteString.copyFrom(new byte[(1 << 20) + 1]));
    NewTask big = NewTask.newBuilder().setPayload(ByteString.copyFrom(new byte[700 << 10])).build();
    add(submit, good.submit().toBuilder().addAllTasks(Collections.nCopies(3, big)), "request");
  }

  private void grants() {
    var claim = TasksGrpc.getClaimTasksMethod();
    agentCall(claim, good.claim());
    add(claim, good.claim(), "max_tasks", 1_001);
    add(claim, good.claim(), "max_tasks", -1);
    add(claim, good.claim(), "lease_millis", 499);
    add(claim, good.claim(), "wait_millis", 60_001);
    add(claim, good.claim(), "wait_millis", -1);
    add(claim, good.claim(), "queues[0]", BAD);
    add(claim, good.claim(), "queues[0]", LONG_128);
    add(claim, good.claim().toBuilder().addAllQueues(Collections.nCopies(16, "q")), "queues");

    var extend = TasksGrpc.getExtendTasksMethod();
    agentCall(extend, good.extend());
    list(extend, good.extend(), "extensions");
    add(extend, good.extend(), "extensions[0].task_id", "");
    add(extend, good.extend(), "extensions[0].lease_millis", 499);
    add(extend, good.extend(), "extensions[0].lease_millis", 3_600_001);

    var complete = TasksGrpc.getCompleteTasksMethod();
    agentCall(complete, good.complete());
    list(complete, good.complete(), "completions");
    add(complete, good.complete(), "completions[0].task_id", "");
    add(
        complete,
        good.complete(),
        "completions[0].result",
        ByteString.copyFrom(new byte[(64 << 10) + 1]));

    var fail = TasksGrpc.getFailTasksMethod();
    agentCall(fail, good.fail());
    list(fail, good.fail(), "failures");
    add(fail, good.fail(), "failures[0].task_id", BAD);
    add(fail, good.fail(), "failures[0].message", "m".repeat(1_025));
    // Two bytes each: the bound is on bytes.
    add(fail, good.fail(), "failures[0].message", "é".repeat(513));

    var release = TasksGrpc.getReleaseTasksMethod();
    agentCall(release, good.release());
    list(release, good.release(), "releases");
    add(release, good.release(), "releases[0].task_id", LONG_256);

    var cancel = TasksGrpc.getCancelTasksMethod();
    call(cancel, good.cancel());
    list(cancel, good.cancel(), "task_ids");
    add(cancel, good.cancel(), "task_ids[0]", "");
    add(cancel, good.cancel(), "task_ids[0]", BAD);
  }

  private void queues() {
    var put = TasksGrpc.getPutQueueMethod();
    call(put, good.putQueue());
    add(put, PutQueueRequest.newBuilder().setCall(good.putQueue().getCall()), "queue");
    add(put, good.putQueue(), "queue.name", BAD);
    add(put, good.putQueue(), "queue.name", LONG_128);
    add(put, good.putQueue(), "queue.lease_millis", 499);
    add(put, good.putQueue(), "queue.retention_millis", -1L);
    add(put, good.putQueue(), "queue.retry.attempts_max", 1_000_001);
    add(put, good.putQueue(), "queue.retry.backoff_percent", 99);
    add(put, good.putQueue(), "queue.submitted_total", 7L);
  }
}
