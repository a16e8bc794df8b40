package io.caxton.client.agent;

import com.google.protobuf.ByteString;

/** Does the work of one task; called on a virtual thread of its own. */
@FunctionalInterface
public interface TaskHandler {
  /**
   * Works on the task and gives its result, at most 64 KiB. An exception fails the attempt, a
   * {@link FinalFailure} the task. When interrupted the lease is in doubt or the agent stops: the
   * handler must end soon, because somebody else may be given the task.
   */
  ByteString handle(TaskContext task) throws Exception;
}
