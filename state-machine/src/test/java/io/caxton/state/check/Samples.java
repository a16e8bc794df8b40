package io.caxton.state.check;

import com.google.protobuf.ByteString;
import io.caxton.v1.AppendEventsRequest;
import io.caxton.v1.BeginCheckpointRequest;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.Call;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.Capability;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.DeadFilter;
import io.caxton.v1.DeadSelection;
import io.caxton.v1.DeleteCheckpointRequest;
import io.caxton.v1.DeleteRouteRequest;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.Extension;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.FinishCheckpointRequest;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.Label;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.PinCheckpointRequest;
import io.caxton.v1.PurgeDeadTasksRequest;
import io.caxton.v1.PurgeQueueRequest;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.RedriveTasksRequest;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Release;
import io.caxton.v1.ReleaseQuarantineRequest;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.Renewal;
import io.caxton.v1.ReportRecoveryRequest;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.RouteTarget;
import io.caxton.v1.SettleLateResultRequest;
import io.caxton.v1.SkippedCheckpoint;
import io.caxton.v1.StateReference;
import io.caxton.v1.SteerQueueRequest;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.TrimEventsRequest;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Good requests with one of everything in them. */
final class Samples {
  static final Call CALL =
      Call.newBuilder().setSessionId(7).setSequence(70_000).setFirstOpen(69_990).build();

  static final RegisterAgentRequest REGISTER =
      RegisterAgentRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .addCapabilities(Capability.newBuilder().setName("c"))
          .addLabels(label("k"))
          .build();
  static final RenewAgentsRequest RENEW =
      RenewAgentsRequest.newBuilder()
          .setCall(CALL)
          .addRenewals(Renewal.newBuilder().setAgentId("a").addHeldGrants(held()))
          .build();
  static final DrainAgentRequest DRAIN =
      DrainAgentRequest.newBuilder().setCall(CALL).setAgentId("a").build();
  static final DeregisterAgentRequest DEREGISTER =
      DeregisterAgentRequest.newBuilder().setCall(CALL).setAgentId("a").build();
  static final PutRouteRequest PUT_ROUTE =
      PutRouteRequest.newBuilder()
          .setCall(CALL)
          .setName("r")
          .addTargets(RouteTarget.newBuilder().setQueue("q"))
          .addLabels(label("k"))
          .build();
  static final DeleteRouteRequest DELETE_ROUTE =
      DeleteRouteRequest.newBuilder().setCall(CALL).setName("r").build();
  static final SubmitTasksRequest SUBMIT =
      SubmitTasksRequest.newBuilder()
          .setCall(CALL)
          .addTasks(NewTask.getDefaultInstance())
          .addTasks(NewTask.newBuilder().addLabels(label("k")).setRetry(retry()))
          .build();
  static final ClaimTasksRequest CLAIM =
      ClaimTasksRequest.newBuilder().setCall(CALL).setAgentId("a").addQueues("q").build();
  static final ExtendTasksRequest EXTEND =
      ExtendTasksRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .addExtensions(Extension.newBuilder().setTaskId("t"))
          .build();
  static final CompleteTasksRequest COMPLETE =
      CompleteTasksRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .addCompletions(Completion.newBuilder().setTaskId("t"))
          .build();
  static final FailTasksRequest FAIL =
      FailTasksRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .addFailures(Failure.newBuilder().setTaskId("t"))
          .build();
  static final ReleaseTasksRequest RELEASE =
      ReleaseTasksRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .addReleases(Release.newBuilder().setTaskId("t"))
          .build();
  static final CancelTasksRequest CANCEL =
      CancelTasksRequest.newBuilder().setCall(CALL).addTaskIds("t").build();
  static final PutQueueRequest PUT_QUEUE =
      PutQueueRequest.newBuilder()
          .setCall(CALL)
          .setQueue(Queue.newBuilder().setName("q").setRetry(retry()))
          .build();
  static final SteerQueueRequest STEER_QUEUE =
      SteerQueueRequest.newBuilder().setCall(CALL).setQueue("q").setPaused(true).build();
  static final PurgeQueueRequest PURGE_QUEUE =
      PurgeQueueRequest.newBuilder().setCall(CALL).setQueue("q").build();
  static final RedriveTasksRequest REDRIVE =
      RedriveTasksRequest.newBuilder()
          .setCall(CALL)
          .setSelection(DeadSelection.newBuilder().addTaskIds("t"))
          .build();
  static final PurgeDeadTasksRequest PURGE_DEAD =
      PurgeDeadTasksRequest.newBuilder()
          .setCall(CALL)
          .setSelection(
              DeadSelection.newBuilder()
                  .setFilter(DeadFilter.newBuilder().setQueue("q").addLabels(label("k"))))
          .build();
  static final SettleLateResultRequest SETTLE =
      SettleLateResultRequest.newBuilder().setCall(CALL).setTaskId("t").setFence(1).build();
  static final AppendEventsRequest APPEND =
      AppendEventsRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .addEvents(NewEvent.getDefaultInstance())
          .setExpectedLastSeq(3)
          .build();
  static final TrimEventsRequest TRIM =
      TrimEventsRequest.newBuilder().setCall(CALL).setAgentId("a").build();
  static final BeginCheckpointRequest BEGIN_CHECKPOINT =
      BeginCheckpointRequest.newBuilder().setCall(CALL).setAgentId("a").build();
  static final PutCheckpointChunkRequest PUT_CHUNK =
      PutCheckpointChunkRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .setData(ByteString.copyFromUtf8("x"))
          .build();
  static final FinishCheckpointRequest FINISH_CHECKPOINT =
      FinishCheckpointRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .setSchemaId("s")
          .setSha256(ByteString.copyFrom(new byte[32]))
          .build();
  static final FinishCheckpointRequest FINISH_REFERENCE =
      FinishCheckpointRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .setSchemaId("s")
          .setReference(
              StateReference.newBuilder().setUri("u").setSha256(ByteString.copyFrom(new byte[32])))
          .build();
  static final DeleteCheckpointRequest DELETE_CHECKPOINT =
      DeleteCheckpointRequest.newBuilder().setCall(CALL).setAgentId("a").setVersion(1).build();
  static final PinCheckpointRequest PIN_CHECKPOINT =
      PinCheckpointRequest.newBuilder().setCall(CALL).setAgentId("a").setVersion(1).build();
  static final BeginRecoveryRequest BEGIN_RECOVERY =
      BeginRecoveryRequest.newBuilder()
          .setCall(CALL)
          .setRegistration(
              RegisterAgentRequest.newBuilder()
                  .setAgentId("a")
                  .addCapabilities(Capability.newBuilder().setName("c")))
          .addSchemaIds("s")
          .addDamagedCheckpoints(SkippedCheckpoint.newBuilder().setVersion(1).setCause("c"))
          .build();
  static final ReportRecoveryRequest REPORT_RECOVERY =
      ReportRecoveryRequest.newBuilder().setCall(CALL).setAgentId("a").setApplyingSeq(1).build();
  static final CommitRecoveryRequest COMMIT_RECOVERY =
      CommitRecoveryRequest.newBuilder().setCall(CALL).setAgentId("a").build();
  static final ReleaseQuarantineRequest RELEASE_QUARANTINE =
      ReleaseQuarantineRequest.newBuilder()
          .setCall(CALL)
          .setAgentId("a")
          .setAction(ReleaseQuarantineRequest.Action.ACTION_SKIP)
          .build();
  static final OpenGrants OPEN_GRANTS =
      OpenGrants.newBuilder().setAgentId("a").addQueues("q").addHeldGrants(held()).build();

  private Samples() {}

  static Label label(String key) {
    return Label.newBuilder().setKey(key).setValue("v").build();
  }

  static HeldGrant held() {
    return HeldGrant.newBuilder().setTaskId("t").build();
  }

  static RetryPolicy retry() {
    return RetryPolicy.newBuilder().setAttemptsMax(3).build();
  }

  static <T> List<T> many(int count, IntFunction<T> item) {
    return IntStream.range(0, count).mapToObj(item).toList();
  }
}
