package io.caxton.server.consensus;

/** The record may or may not commit: only the replicated outcome of a retry can tell. */
public final class OutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(String message) {
    super(message, null, false, false);
  }

  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
