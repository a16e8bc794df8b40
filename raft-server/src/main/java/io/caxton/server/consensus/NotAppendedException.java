package io.caxton.server.consensus;

/** The record is in no log and never will be: a definite refusal, safe to propose again. */
public final class NotAppendedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public enum Reason {
    NOT_LEADER,
    NOT_READY,
    OVERLOADED,
    /** The record is above the largest the log takes; trying again does not help. */
    TOO_LARGE
  }

  private final Reason reason;

  public NotAppendedException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
