package io.caxton.client;

import io.caxton.v1.ErrorReason;
import io.caxton.v1.Errors;
import java.util.EnumSet;
import java.util.Set;

/** What the error registry says of each reason. */
final class Reasons {
  private static final Set<ErrorReason> DEFINITE = EnumSet.noneOf(ErrorReason.class);

  static {
    for (ErrorReason reason : ErrorReason.values()) {
      if (reason != ErrorReason.UNRECOGNIZED
          && reason.getValueDescriptor().getOptions().getExtension(Errors.rule).getDefinite()) {
        DEFINITE.add(reason);
      }
    }
  }

  private Reasons() {}

  /** An unknown reason of a newer server counts as not definite. */
  static boolean definite(ErrorReason reason) {
    return DEFINITE.contains(reason);
  }

  /**
   * True if the reason can only come from the log: it is the dedup record's answer, so whatever was
   * unknown of earlier tries of the same request is known now. The others may be said before
   * append, of this try alone.
   */
  static boolean decidedByLog(ErrorReason reason) {
    return switch (reason) {
      case NOT_FOUND,
          ALREADY_EXISTS,
          REVISION_MISMATCH,
          STALE_EPOCH,
          AGENT_LOST,
          LEASE_LOST,
          AGENT_DRAINING,
          TASK_FINISHED,
          JOURNAL_CONFLICT,
          CHECKPOINT_NEEDED,
          CHECKPOINT_INVALID,
          SCHEMA_UNREADABLE,
          RECOVERY_INCOMPLETE,
          DIGEST_MISMATCH,
          AGENT_QUARANTINED,
          AGENT_RECOVERING,
          CONVERSATION_CLOSED,
          INBOX_FULL,
          NO_PROVIDER ->
          true;
      default -> false;
    };
  }
}
