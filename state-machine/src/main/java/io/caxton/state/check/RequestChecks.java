package io.caxton.state.check;

import io.caxton.v1.Command;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.Refusal;
import java.util.Optional;

/** Finds the checks of a request. */
public final class RequestChecks {
  /** Of a whole request. */
  public static final int REQUEST_BYTES_MAX = 2 << 20;

  // What the command adds around its request.
  private static final int COMMAND_BYTES = 32;

  private RequestChecks() {}

  public static Optional<Refusal> check(Command command) {
    Checks checks = new Checks();
    int bytes = command.getSerializedSize();
    if (bytes > REQUEST_BYTES_MAX + COMMAND_BYTES) {
      checks.bytesMax(Path.ROOT, "request", bytes, REQUEST_BYTES_MAX);
      return checks.refusal();
    }
    switch (command.getRequestCase()) {
      case OPEN_SESSION -> SessionChecks.check(checks, command.getOpenSession());
      case KEEP_SESSION -> SessionChecks.check(checks, command.getKeepSession());
      case CLOSE_SESSION -> SessionChecks.check(checks, command.getCloseSession());
      case REGISTER_AGENT -> AgentChecks.check(checks, command.getRegisterAgent());
      case RENEW_AGENTS -> AgentChecks.check(checks, command.getRenewAgents());
      case DRAIN_AGENT -> AgentChecks.check(checks, command.getDrainAgent());
      case DEREGISTER_AGENT -> AgentChecks.check(checks, command.getDeregisterAgent());
      case PUT_ROUTE -> RouteChecks.check(checks, command.getPutRoute());
      case DELETE_ROUTE -> RouteChecks.check(checks, command.getDeleteRoute());
      case SUBMIT_TASKS -> TaskChecks.check(checks, command.getSubmitTasks());
      case CLAIM_TASKS -> TaskChecks.check(checks, command.getClaimTasks());
      case EXTEND_TASKS -> TaskChecks.check(checks, command.getExtendTasks());
      case COMPLETE_TASKS -> TaskChecks.check(checks, command.getCompleteTasks());
      case FAIL_TASKS -> TaskChecks.check(checks, command.getFailTasks());
      case RELEASE_TASKS -> TaskChecks.check(checks, command.getReleaseTasks());
      case CANCEL_TASKS -> TaskChecks.check(checks, command.getCancelTasks());
      case PUT_QUEUE -> QueueChecks.check(checks, command.getPutQueue());
      case STEER_QUEUE -> QueueChecks.check(checks, command.getSteerQueue());
      case PURGE_QUEUE -> QueueChecks.check(checks, command.getPurgeQueue());
      case REDRIVE_TASKS -> DeadChecks.check(checks, command.getRedriveTasks());
      case PURGE_DEAD_TASKS -> DeadChecks.check(checks, command.getPurgeDeadTasks());
      case SETTLE_LATE_RESULT -> DeadChecks.check(checks, command.getSettleLateResult());
      case APPEND_EVENTS -> JournalChecks.check(checks, command.getAppendEvents());
      case TRIM_EVENTS -> JournalChecks.check(checks, command.getTrimEvents());
      case BEGIN_CHECKPOINT -> CheckpointChecks.check(checks, command.getBeginCheckpoint());
      case PUT_CHECKPOINT_CHUNK -> CheckpointChecks.check(checks, command.getPutCheckpointChunk());
      case FINISH_CHECKPOINT -> CheckpointChecks.check(checks, command.getFinishCheckpoint());
      case DELETE_CHECKPOINT -> CheckpointChecks.check(checks, command.getDeleteCheckpoint());
      case PIN_CHECKPOINT -> CheckpointChecks.check(checks, command.getPinCheckpoint());
      case OPEN_CONVERSATION -> ConversationChecks.check(checks, command.getOpenConversation());
      case SEND_MESSAGES -> ConversationChecks.check(checks, command.getSendMessages());
      case RECEIVE_MESSAGES -> ConversationChecks.check(checks, command.getReceiveMessages());
      case ACK_MESSAGES -> ConversationChecks.check(checks, command.getAckMessages());
      case NACK_MESSAGES -> ConversationChecks.check(checks, command.getNackMessages());
      case CLOSE_CONVERSATION -> ConversationChecks.check(checks, command.getCloseConversation());
      case BEGIN_RECOVERY -> RecoveryChecks.check(checks, command.getBeginRecovery());
      case REPORT_RECOVERY -> RecoveryChecks.check(checks, command.getReportRecovery());
      case COMMIT_RECOVERY -> RecoveryChecks.check(checks, command.getCommitRecovery());
      case RELEASE_QUARANTINE -> RecoveryChecks.check(checks, command.getReleaseQuarantine());
      case COMMIT -> CommitChecks.check(checks, command.getCommit());
      case PUT_SCHEDULE -> ScheduleChecks.check(checks, command.getPutSchedule());
      case DELETE_SCHEDULE -> ScheduleChecks.check(checks, command.getDeleteSchedule());
      case PAUSE_SCHEDULE -> ScheduleChecks.check(checks, command.getPauseSchedule());
      case RESUME_SCHEDULE -> ScheduleChecks.check(checks, command.getResumeSchedule());
      case TRIGGER_SCHEDULE -> ScheduleChecks.check(checks, command.getTriggerSchedule());
      case SUBMIT_SAGA -> SagaChecks.check(checks, command.getSubmitSaga());
      case CANCEL_SAGA -> SagaChecks.check(checks, command.getCancelSaga());
      case RESOLVE_COMPENSATION -> SagaChecks.check(checks, command.getResolveCompensation());
      case SWEEP, NO_OP, REDELIVER_GRANTS, REDELIVER_MESSAGES, FIRE_SCHEDULE ->
          checks.fail(Path.ROOT, "request", "internal", "only the leader itself may propose it");
      case REQUEST_NOT_SET -> checks.fail(Path.ROOT, "request", "not given", "it must be");
    }
    return checks.refusal();
  }

  public static Optional<Refusal> check(OpenGrants request) {
    Checks checks = new Checks();
    TaskChecks.check(checks, request);
    return checks.refusal();
  }
}
