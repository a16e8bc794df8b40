package io.caxton.client.agent.state;

import io.caxton.client.agent.TaskContext;

/** Decides what a task means for the state; as {@link MessageHandler}. */
@FunctionalInterface
public interface StepTaskHandler<S> {
  /**
   * Gives what is to be done; the task is completed with it. An exception fails the attempt, a
   * {@link io.caxton.client.agent.FinalFailure} the task.
   */
  Step handle(S state, TaskContext task) throws Exception;
}
