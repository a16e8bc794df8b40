package io.caxton.jepsen;

import io.caxton.jepsen.client.RawSession;
import io.caxton.v1.Call;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.Capability;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.DeadFilter;
import io.caxton.v1.DeadSelection;
import io.caxton.v1.DeleteRouteRequest;
import io.caxton.v1.DeleteScheduleRequest;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.Extension;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.Label;
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
import io.caxton.v1.Release;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.Renewal;
import io.caxton.v1.ResumeScheduleRequest;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import io.caxton.v1.SettleLateResultRequest;
import io.caxton.v1.SteerQueueRequest;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.TriggerScheduleRequest;

/** Well-formed requests, to be spoiled in one place each. */
final class GoodCalls {
  private final RawSession session;

  GoodCalls(RawSession session) {
    this.session = session;
  }

  /** For requests that are made elsewhere. */
  Call call() {
    return session.next();
  }

  RegisterAgentRequest register() {
    return RegisterAgentRequest.newBuilder()
        .setCall(session.next())
        .setAgentId("good")
        .addCapabilities(Capability.newBuilder().setName("c").setConcurrency(1))
        .addLabels(label("k"))
        .setLeaseMillis(600_000)
        .build();
  }

  static Label label(String key) {
    return Label.newBuilder().setKey(key).setValue("v").build();
  }

  RenewAgentsRequest renew() {
    return RenewAgentsRequest.newBuilder()
        .setCall(session.next())
        .addRenewals(
            Renewal.newBuilder()
                .setAgentId("good")
                .setEpoch(1)
                .addHeldGrants(HeldGrant.newBuilder().setTaskId("t").setFence(1)))
        .build();
  }

  DrainAgentRequest drain() {
    return DrainAgentRequest.newBuilder()
        .setCall(session.next())
        .setAgentId("good")
        .setEpoch(1)
        .build();
  }

  DeregisterAgentRequest deregister() {
    return DeregisterAgentRequest.newBuilder()
        .setCall(session.next())
        .setAgentId("good")
        .setEpoch(1)
        .build();
  }

  PutRouteRequest putRoute() {
    return PutRouteRequest.newBuilder()
        .setCall(session.next())
        .setName("good")
        .addTargets(RouteTarget.newBuilder().setQueue("q"))
        .addLabels(label("k"))
        .build();
  }

  DeleteRouteRequest deleteRoute() {
    return DeleteRouteRequest.newBuilder().setCall(session.next()).setName("good").build();
  }

  SubmitTasksRequest submit() {
    return SubmitTasksRequest.newBuilder()
        .setCall(session.next())
        .addTasks(NewTask.newBuilder().setId("fine"))
        .addTasks(
            NewTask.newBuilder()
                .setId("good")
                .setRetry(RetryPolicy.newBuilder().setAttemptsMax(3))
                .addLabels(label("k")))
        .build();
  }

  ClaimTasksRequest claim() {
    return ClaimTasksRequest.newBuilder()
        .setCall(session.next())
        .setAgentId("good")
        .setEpoch(1)
        .addQueues("q")
        .setMaxTasks(1)
        .build();
  }

  ExtendTasksRequest extend() {
    return ExtendTasksRequest.newBuilder()
        .setCall(session.next())
        .setAgentId("good")
        .setEpoch(1)
        .addExtensions(Extension.newBuilder().setTaskId("t").setFence(1))
        .build();
  }

  CompleteTasksRequest complete() {
    return CompleteTasksRequest.newBuilder()
        .setCall(session.next())
        .setAgentId("good")
        .setEpoch(1)
        .addCompletions(Completion.newBuilder().setTaskId("t").setFence(1))
        .build();
  }

  FailTasksRequest fail() {
    return FailTasksRequest.newBuilder()
        .setCall(session.next())
        .setAgentId("good")
        .setEpoch(1)
        .addFailures(Failure.newBuilder().setTaskId("t").setFence(1))
        .build();
  }

  ReleaseTasksRequest release() {
    return ReleaseTasksRequest.newBuilder()
        .setCall(session.next())
        .setAgentId("good")
        .setEpoch(1)
        .addReleases(Release.newBuilder().setTaskId("t").setFence(1))
        .build();
  }

  CancelTasksRequest cancel() {
    return CancelTasksRequest.newBuilder().setCall(session.next()).addTaskIds("t").build();
  }

  SteerQueueRequest steer() {
    return SteerQueueRequest.newBuilder()
        .setCall(session.next())
        .setQueue("good")
        .setPaused(false)
        .build();
  }

  PurgeQueueRequest purge() {
    return PurgeQueueRequest.newBuilder().setCall(session.next()).setQueue("good").build();
  }

  RedriveTasksRequest redrive() {
    return RedriveTasksRequest.newBuilder()
        .setCall(session.next())
        .setSelection(DeadSelection.newBuilder().addTaskIds("good"))
        .build();
  }

  PurgeDeadTasksRequest purgeDead() {
    return PurgeDeadTasksRequest.newBuilder()
        .setCall(session.next())
        .setSelection(
            DeadSelection.newBuilder().setFilter(DeadFilter.newBuilder().setQueue("good")))
        .build();
  }

  SettleLateResultRequest settle() {
    return SettleLateResultRequest.newBuilder()
        .setCall(session.next())
        .setTaskId("good")
        .setFence(1)
        .build();
  }

  PutQueueRequest putQueue() {
    return PutQueueRequest.newBuilder()
        .setCall(session.next())
        .setQueue(
            Queue.newBuilder().setName("good").setRetry(RetryPolicy.newBuilder().setAttemptsMax(3)))
        .build();
  }

  PutScheduleRequest putSchedule() {
    return PutScheduleRequest.newBuilder()
        .setCall(session.next())
        .setSchedule(
            Schedule.newBuilder()
                .setId("good")
                .setSpec(
                    ScheduleSpec.newBuilder()
                        .setCron(
                            ScheduleSpec.Cron.newBuilder()
                                .setExpression("0 0 29 2 *")
                                .setZone("Europe/Berlin")))
                .setTask(NewTask.newBuilder().setQueue("q").addLabels(label("k")))
                .addLabels(label("k")))
        .build();
  }

  DeleteScheduleRequest deleteSchedule() {
    return DeleteScheduleRequest.newBuilder().setCall(session.next()).setScheduleId("good").build();
  }

  PauseScheduleRequest pauseSchedule() {
    return PauseScheduleRequest.newBuilder().setCall(session.next()).setScheduleId("good").build();
  }

  ResumeScheduleRequest resumeSchedule() {
    return ResumeScheduleRequest.newBuilder().setCall(session.next()).setScheduleId("good").build();
  }

  TriggerScheduleRequest triggerSchedule() {
    return TriggerScheduleRequest.newBuilder()
        .setCall(session.next())
        .setScheduleId("good")
        .build();
  }
}
