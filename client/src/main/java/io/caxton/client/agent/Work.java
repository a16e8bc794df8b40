package io.caxton.client.agent;

import java.util.Objects;

/** What is done with a granted task, and how it ended; called on the task's own thread. */
@FunctionalInterface
interface Work {
  Outcome on(Run run) throws Exception;

  /** The handler's result is reported by the agent. */
  static Work handling(TaskHandler handler) {
    return run ->
        new Outcome.Completed(
            Objects.requireNonNull(handler.handle(run), "the handler gave no result"));
  }
}
