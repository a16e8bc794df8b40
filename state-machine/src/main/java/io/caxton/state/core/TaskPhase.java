package io.caxton.state.core;

import io.caxton.v1.Task;
import io.caxton.v1.TaskState;

/** What an unfinished task waits for; a compensation is in one state whatever it is. */
public final class TaskPhase {
  private TaskPhase() {}

  /** Whether an agent has it. */
  public static boolean isGranted(Task task) {
    return task.getState() == TaskState.TASK_STATE_RUNNING
        || (isCompensating(task) && task.getLeaseUntilTick() != 0);
  }

  /** Whether it is a compensation that must still complete. */
  public static boolean isCompensating(Task task) {
    return task.getState() == TaskState.TASK_STATE_COMPENSATING;
  }

  /** Whether it is granted to nobody until somebody resolves it. */
  public static boolean isHeld(Task task) {
    return isCompensating(task) && task.getHeldTick() != 0;
  }
}
