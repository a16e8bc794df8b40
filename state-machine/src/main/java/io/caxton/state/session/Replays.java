package io.caxton.state.session;

import io.caxton.v1.Applied;
import io.caxton.v1.Reply;

/** Marks stored replies as replayed. */
public final class Replays {
  private Replays() {}

  /** The reply with {@code applied.replayed}; a refusal has no such mark. */
  public static Reply mark(Reply reply) {
    Reply.Builder marked = reply.toBuilder();
    Applied.Builder applied =
        switch (reply.getReplyCase()) {
          case OPEN_SESSION -> marked.getOpenSessionBuilder().getAppliedBuilder();
          case KEEP_SESSION -> marked.getKeepSessionBuilder().getAppliedBuilder();
          case CLOSE_SESSION -> marked.getCloseSessionBuilder().getAppliedBuilder();
          case REGISTER_AGENT -> marked.getRegisterAgentBuilder().getAppliedBuilder();
          case RENEW_AGENTS -> marked.getRenewAgentsBuilder().getAppliedBuilder();
          case DRAIN_AGENT -> marked.getDrainAgentBuilder().getAppliedBuilder();
          case DEREGISTER_AGENT -> marked.getDeregisterAgentBuilder().getAppliedBuilder();
          case PUT_ROUTE -> marked.getPutRouteBuilder().getAppliedBuilder();
          case DELETE_ROUTE -> marked.getDeleteRouteBuilder().getAppliedBuilder();
          case SUBMIT_TASKS -> marked.getSubmitTasksBuilder().getAppliedBuilder();
          case CLAIM_TASKS -> marked.getClaimTasksBuilder().getAppliedBuilder();
          case EXTEND_TASKS -> marked.getExtendTasksBuilder().getAppliedBuilder();
          case COMPLETE_TASKS -> marked.getCompleteTasksBuilder().getAppliedBuilder();
          case FAIL_TASKS -> marked.getFailTasksBuilder().getAppliedBuilder();
          case RELEASE_TASKS -> marked.getReleaseTasksBuilder().getAppliedBuilder();
          case CANCEL_TASKS -> marked.getCancelTasksBuilder().getAppliedBuilder();
          case PUT_QUEUE -> marked.getPutQueueBuilder().getAppliedBuilder();
          case STEER_QUEUE -> marked.getSteerQueueBuilder().getAppliedBuilder();
          case PURGE_QUEUE -> marked.getPurgeQueueBuilder().getAppliedBuilder();
          case REDRIVE_TASKS -> marked.getRedriveTasksBuilder().getAppliedBuilder();
          case PURGE_DEAD_TASKS -> marked.getPurgeDeadTasksBuilder().getAppliedBuilder();
          case SETTLE_LATE_RESULT -> marked.getSettleLateResultBuilder().getAppliedBuilder();
          case REDELIVER_GRANTS -> marked.getRedeliverGrantsBuilder().getAppliedBuilder();
          case APPEND_EVENTS -> marked.getAppendEventsBuilder().getAppliedBuilder();
          case TRIM_EVENTS -> marked.getTrimEventsBuilder().getAppliedBuilder();
          case BEGIN_CHECKPOINT -> marked.getBeginCheckpointBuilder().getAppliedBuilder();
          case PUT_CHECKPOINT_CHUNK -> marked.getPutCheckpointChunkBuilder().getAppliedBuilder();
          case FINISH_CHECKPOINT -> marked.getFinishCheckpointBuilder().getAppliedBuilder();
          case DELETE_CHECKPOINT -> marked.getDeleteCheckpointBuilder().getAppliedBuilder();
          case PIN_CHECKPOINT -> marked.getPinCheckpointBuilder().getAppliedBuilder();
          case BEGIN_RECOVERY -> marked.getBeginRecoveryBuilder().getAppliedBuilder();
          case REPORT_RECOVERY -> marked.getReportRecoveryBuilder().getAppliedBuilder();
          case COMMIT_RECOVERY -> marked.getCommitRecoveryBuilder().getAppliedBuilder();
          case RELEASE_QUARANTINE -> marked.getReleaseQuarantineBuilder().getAppliedBuilder();
          case OPEN_CONVERSATION -> marked.getOpenConversationBuilder().getAppliedBuilder();
          case SEND_MESSAGES -> marked.getSendMessagesBuilder().getAppliedBuilder();
          case RECEIVE_MESSAGES -> marked.getReceiveMessagesBuilder().getAppliedBuilder();
          case ACK_MESSAGES -> marked.getAckMessagesBuilder().getAppliedBuilder();
          case NACK_MESSAGES -> marked.getNackMessagesBuilder().getAppliedBuilder();
          case CLOSE_CONVERSATION -> marked.getCloseConversationBuilder().getAppliedBuilder();
          case COMMIT -> marked.getCommitBuilder().getAppliedBuilder();
          case PUT_SCHEDULE -> marked.getPutScheduleBuilder().getAppliedBuilder();
          case DELETE_SCHEDULE -> marked.getDeleteScheduleBuilder().getAppliedBuilder();
          case PAUSE_SCHEDULE -> marked.getPauseScheduleBuilder().getAppliedBuilder();
          case RESUME_SCHEDULE -> marked.getResumeScheduleBuilder().getAppliedBuilder();
          case TRIGGER_SCHEDULE -> marked.getTriggerScheduleBuilder().getAppliedBuilder();
          case SUBMIT_SAGA -> marked.getSubmitSagaBuilder().getAppliedBuilder();
          case CANCEL_SAGA -> marked.getCancelSagaBuilder().getAppliedBuilder();
          case RESOLVE_COMPENSATION -> marked.getResolveCompensationBuilder().getAppliedBuilder();
          case REFUSAL, SWEEP, NO_OP, REDELIVER_MESSAGES, FIRE_SCHEDULE, REPLY_NOT_SET ->
              Applied.newBuilder();
        };
    applied.setReplayed(true);
    return marked.build();
  }
}
