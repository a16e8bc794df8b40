package io.caxton.state;

import com.google.protobuf.MessageLite;
import io.caxton.state.core.Hash64;
import io.caxton.v1.Command;

/**
 * The hash by which a repeated request is recognised as the same: of its bytes without call and
 * wait_millis. Made where the command is made; any thread.
 */
public final class Fingerprint {
  // Field 1, length-delimited: the call stands first in every request that has one.
  private static final int CALL_TAG = 10;

  private Fingerprint() {}

  /** Of the command's request; never 0. */
  public static long of(Command command) {
    MessageLite request = requestOf(command);
    byte[] bytes = request.toByteArray();
    long hash =
        Hash64.of(bytes, callBytes(bytes), bytes.length, command.getRequestCase().getNumber());
    return hash == 0 ? 1 : hash;
  }

  private static MessageLite requestOf(Command command) {
    return switch (command.getRequestCase()) {
      case REGISTER_AGENT -> command.getRegisterAgent();
      case RENEW_AGENTS -> command.getRenewAgents();
      case DRAIN_AGENT -> command.getDrainAgent();
      case DEREGISTER_AGENT -> command.getDeregisterAgent();
      case PUT_ROUTE -> command.getPutRoute();
      case DELETE_ROUTE -> command.getDeleteRoute();
      case SUBMIT_TASKS -> command.getSubmitTasks();
      case CLAIM_TASKS ->
          command.getClaimTasks().getWaitMillis() == 0
              ? command.getClaimTasks()
              : command.getClaimTasks().toBuilder().clearWaitMillis().build();
      case EXTEND_TASKS -> command.getExtendTasks();
      case COMPLETE_TASKS -> command.getCompleteTasks();
      case FAIL_TASKS -> command.getFailTasks();
      case RELEASE_TASKS -> command.getReleaseTasks();
      case CANCEL_TASKS -> command.getCancelTasks();
      case PUT_QUEUE -> command.getPutQueue();
      case STEER_QUEUE -> command.getSteerQueue();
      case PURGE_QUEUE -> command.getPurgeQueue();
      case REDRIVE_TASKS -> command.getRedriveTasks();
      case PURGE_DEAD_TASKS -> command.getPurgeDeadTasks();
      case SETTLE_LATE_RESULT -> command.getSettleLateResult();
      case APPEND_EVENTS -> command.getAppendEvents();
      case TRIM_EVENTS -> command.getTrimEvents();
      case BEGIN_CHECKPOINT -> command.getBeginCheckpoint();
      case PUT_CHECKPOINT_CHUNK -> command.getPutCheckpointChunk();
      case FINISH_CHECKPOINT -> command.getFinishCheckpoint();
      case DELETE_CHECKPOINT -> command.getDeleteCheckpoint();
      case PIN_CHECKPOINT -> command.getPinCheckpoint();
      case BEGIN_RECOVERY ->
          command.getBeginRecovery().getWaitMillis() == 0
              ? command.getBeginRecovery()
              : command.getBeginRecovery().toBuilder().clearWaitMillis().build();
      case REPORT_RECOVERY -> command.getReportRecovery();
      case COMMIT_RECOVERY -> command.getCommitRecovery();
      case RELEASE_QUARANTINE -> command.getReleaseQuarantine();
      case OPEN_CONVERSATION -> command.getOpenConversation();
      case SEND_MESSAGES -> command.getSendMessages();
      case RECEIVE_MESSAGES ->
          command.getReceiveMessages().getWaitMillis() == 0
              ? command.getReceiveMessages()
              : command.getReceiveMessages().toBuilder().clearWaitMillis().build();
      case ACK_MESSAGES -> command.getAckMessages();
      case NACK_MESSAGES -> command.getNackMessages();
      case CLOSE_CONVERSATION -> command.getCloseConversation();
      case COMMIT -> command.getCommit();
      case PUT_SCHEDULE -> command.getPutSchedule();
      case DELETE_SCHEDULE -> command.getDeleteSchedule();
      case PAUSE_SCHEDULE -> command.getPauseSchedule();
      case RESUME_SCHEDULE -> command.getResumeSchedule();
      case TRIGGER_SCHEDULE -> command.getTriggerSchedule();
      case SUBMIT_SAGA -> command.getSubmitSaga();
      case CANCEL_SAGA -> command.getCancelSaga();
      case RESOLVE_COMPENSATION -> command.getResolveCompensation();
      case OPEN_SESSION,
          KEEP_SESSION,
          CLOSE_SESSION,
          SWEEP,
          NO_OP,
          REDELIVER_GRANTS,
          REDELIVER_MESSAGES,
          FIRE_SCHEDULE,
          REQUEST_NOT_SET ->
          throw new IllegalArgumentException("has no call: " + command.getRequestCase());
    };
  }

  /** The length of the leading call field; 0 if there is none. */
  private static int callBytes(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != CALL_TAG) {
      return 0;
    }
    int length = 0;
    int at = 1;
    for (int shift = 0; ; shift += 7, at++) {
      length |= (bytes[at] & 0x7F) << shift;
      if (bytes[at] >= 0) {
        return at + 1 + length;
      }
    }
  }
}
