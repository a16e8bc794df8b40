package io.caxton.state.session;

import io.caxton.v1.Call;
import io.caxton.v1.Command;

/** Finds the call of a command. */
public final class Calls {
  private Calls() {}

  /** Its session id is 0 if the command has none: then it comes from the leader itself. */
  public static Call of(Command command) {
    return switch (command.getRequestCase()) {
      case REGISTER_AGENT -> command.getRegisterAgent().getCall();
      case RENEW_AGENTS -> command.getRenewAgents().getCall();
      case DRAIN_AGENT -> command.getDrainAgent().getCall();
      case DEREGISTER_AGENT -> command.getDeregisterAgent().getCall();
      case PUT_ROUTE -> command.getPutRoute().getCall();
      case DELETE_ROUTE -> command.getDeleteRoute().getCall();
      case SUBMIT_TASKS -> command.getSubmitTasks().getCall();
      case CLAIM_TASKS -> command.getClaimTasks().getCall();
      case EXTEND_TASKS -> command.getExtendTasks().getCall();
      case COMPLETE_TASKS -> command.getCompleteTasks().getCall();
      case FAIL_TASKS -> command.getFailTasks().getCall();
      case RELEASE_TASKS -> command.getReleaseTasks().getCall();
      case CANCEL_TASKS -> command.getCancelTasks().getCall();
      case PUT_QUEUE -> command.getPutQueue().getCall();
      case STEER_QUEUE -> command.getSteerQueue().getCall();
      case PURGE_QUEUE -> command.getPurgeQueue().getCall();
      case REDRIVE_TASKS -> command.getRedriveTasks().getCall();
      case PURGE_DEAD_TASKS -> command.getPurgeDeadTasks().getCall();
      case SETTLE_LATE_RESULT -> command.getSettleLateResult().getCall();
      case APPEND_EVENTS -> command.getAppendEvents().getCall();
      case TRIM_EVENTS -> command.getTrimEvents().getCall();
      case BEGIN_CHECKPOINT -> command.getBeginCheckpoint().getCall();
      case PUT_CHECKPOINT_CHUNK -> command.getPutCheckpointChunk().getCall();
      case FINISH_CHECKPOINT -> command.getFinishCheckpoint().getCall();
      case DELETE_CHECKPOINT -> command.getDeleteCheckpoint().getCall();
      case PIN_CHECKPOINT -> command.getPinCheckpoint().getCall();
      case BEGIN_RECOVERY -> command.getBeginRecovery().getCall();
      case REPORT_RECOVERY -> command.getReportRecovery().getCall();
      case COMMIT_RECOVERY -> command.getCommitRecovery().getCall();
      case RELEASE_QUARANTINE -> command.getReleaseQuarantine().getCall();
      case OPEN_CONVERSATION -> command.getOpenConversation().getCall();
      case SEND_MESSAGES -> command.getSendMessages().getCall();
      case RECEIVE_MESSAGES -> command.getReceiveMessages().getCall();
      case ACK_MESSAGES -> command.getAckMessages().getCall();
      case NACK_MESSAGES -> command.getNackMessages().getCall();
      case CLOSE_CONVERSATION -> command.getCloseConversation().getCall();
      case COMMIT -> command.getCommit().getCall();
      case PUT_SCHEDULE -> command.getPutSchedule().getCall();
      case DELETE_SCHEDULE -> command.getDeleteSchedule().getCall();
      case PAUSE_SCHEDULE -> command.getPauseSchedule().getCall();
      case RESUME_SCHEDULE -> command.getResumeSchedule().getCall();
      case TRIGGER_SCHEDULE -> command.getTriggerSchedule().getCall();
      case SUBMIT_SAGA -> command.getSubmitSaga().getCall();
      case CANCEL_SAGA -> command.getCancelSaga().getCall();
      case RESOLVE_COMPENSATION -> command.getResolveCompensation().getCall();
      case OPEN_SESSION,
          KEEP_SESSION,
          CLOSE_SESSION,
          SWEEP,
          NO_OP,
          REDELIVER_GRANTS,
          REDELIVER_MESSAGES,
          FIRE_SCHEDULE,
          REQUEST_NOT_SET ->
          Call.getDefaultInstance();
    };
  }
}
