package io.caxton.client.agent;

/** Thrown by a handler whose task no further attempt can help: it is DEAD at once. */
public class FinalFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public FinalFailure(String message) {
    super(message);
  }

  public FinalFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
