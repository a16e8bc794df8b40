package io.caxton.state.task;

import io.caxton.state.core.Core;
import io.caxton.state.core.QueueState;
import io.caxton.state.core.TaskPhase;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;

/**
 * How a compensation goes on when it did not complete: it is tried again, or held; nothing else
 * ends it.
 */
public final class Compensations {
  /** Attempts until it is held, unless it says otherwise itself. */
  private static final int ATTEMPTS_MAX = 20;

  private final Core core;

  public Compensations(Core core) {
    this.core = core;
  }

  /** Failed attempts until it is held, whatever the queue's policy. */
  public static int attemptsMax(Task task) {
    int own = task.getRetry().getAttemptsMax();
    return own == 0 ? ATTEMPTS_MAX : own;
  }

  /**
   * An attempt failed; {@code failed} is the task with that failure. An agent that says it never
   * will succeed holds it at once.
   */
  TaskState charge(QueueState queue, Task task, Task failed, boolean isFinal) {
    int charged = task.getAttemptsCharged() + 1;
    Task.Builder after = failed.toBuilder().setAttemptsCharged(charged);
    if (isFinal || charged >= attemptsMax(task) || isOverdue(task)) {
      hold(queue, task, after);
    } else {
      long backoff =
          new Backoff(task.getRetry(), queue.policy().retry()).millis(task.getId(), charged);
      put(queue, task, after.setNotBeforeTick(core.progress().tick() + backoff));
    }
    return TaskState.TASK_STATE_COMPENSATING;
  }

  /** The attempt did not end by a fault. */
  TaskState release(QueueState queue, Task task) {
    put(queue, task, task.toBuilder().setNotBeforeTick(0));
    return TaskState.TASK_STATE_COMPENSATING;
  }

  /** It waited too long for an agent. */
  void holdOverdue(QueueState queue, Task task) {
    hold(queue, task, task.toBuilder());
  }

  /** A held one is tried again as if it were new. */
  public void retry(QueueState queue, Task held) {
    Task after =
        put(
            queue,
            held,
            held.toBuilder()
                .setHeldTick(0)
                .setAttemptsCharged(0)
                .setNotBeforeTick(0)
                .setHoldAtTick(core.progress().tick() + held.getHoldAfterMillis()));
    core.sagas().holdChanged(queue.fleet(), after);
  }

  /** A held one was done by somebody else. */
  public void finish(QueueState queue, Task held) {
    put(
        queue,
        held,
        held.toBuilder()
            .setState(TaskState.TASK_STATE_COMPLETED)
            .clearPayload()
            .setHeldTick(0)
            .setFinishedTick(core.progress().tick()));
  }

  private boolean isOverdue(Task task) {
    return task.getHoldAtTick() <= core.progress().tick();
  }

  private void hold(QueueState queue, Task task, Task.Builder after) {
    Task held = put(queue, task, after.setNotBeforeTick(0).setHeldTick(core.progress().tick()));
    if (!TaskPhase.isHeld(held)) {
      throw new IllegalStateException("not held at tick 0: " + held.getId());
    }
    core.sagas().holdChanged(queue.fleet(), held);
  }

  private Task put(QueueState queue, Task before, Task.Builder builder) {
    Task after =
        builder
            .setLeaseUntilTick(0)
            .setOrder(core.progress().nextOrder())
            .setRevision(core.progress().position())
            .build();
    core.tasks().replace(queue, before, after);
    return after;
  }
}
