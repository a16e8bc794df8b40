package io.caxton.client.console;

/** Ends a command with an exit code and a message that says what to do next; no stack trace. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String advice;

  /**
   * @param advice what to do next, one sentence; empty if the message says it
   */
  public CommandFailure(int exitCode, String message, String advice) {
    super(message, null, false, false);
    this.exitCode = exitCode;
    this.advice = advice;
  }

  public int exitCode() {
    return exitCode;
  }

  public String advice() {
    return advice;
  }
}
