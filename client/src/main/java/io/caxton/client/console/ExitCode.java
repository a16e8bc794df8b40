package io.caxton.client.console;

import io.caxton.client.CaxtonException;
import io.caxton.v1.ErrorReason;

/** What a command's exit code tells a script. Numbers are append-only. */
public final class ExitCode {
  public static final int OK = 0;

  /** It failed, or what was compared differs. */
  public static final int FAILED = 1;

  /** The command line, or a value on it, is wrong. */
  public static final int USAGE = 2;

  public static final int NOT_FOUND = 3;

  /** The cluster could not be reached, or refused for now; nothing was changed. */
  public static final int UNAVAILABLE = 4;

  /** It may have been done, or may still be: look before you repeat it. */
  public static final int OUTCOME_UNKNOWN = 5;

  private ExitCode() {}

  public static int of(CaxtonException failure) {
    ErrorReason reason = failure.reason();
    if (!failure.definite()) {
      return OUTCOME_UNKNOWN;
    }
    return switch (reason) {
      case INVALID_ARGUMENT -> USAGE;
      case NOT_FOUND -> NOT_FOUND;
      case NOT_LEADER,
          NO_QUORUM,
          NOT_READY,
          OVERLOADED,
          LIMIT_REACHED,
          DISK_LOW,
          ERROR_REASON_UNSPECIFIED ->
          UNAVAILABLE;
      default -> FAILED;
    };
  }
}
