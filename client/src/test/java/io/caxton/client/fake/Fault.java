package io.caxton.client.fake;

/** What goes wrong with one mutating call to a fake node. */
public sealed interface Fault {
  /** Answered with this error, not executed. */
  record Refuse(Throwable error) implements Fault {}

  /** Executed, then answered with this error instead of the result. */
  record ExecuteThen(Throwable error) implements Fault {}

  /** Executed, and never answered. */
  record ExecuteInSilence() implements Fault {}

  /** Neither executed nor answered. */
  record Swallow() implements Fault {}
}
