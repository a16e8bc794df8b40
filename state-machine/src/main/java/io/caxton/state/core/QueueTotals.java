package io.caxton.state.core;

import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;

/** What happened in a queue since it exists; each only rises. */
final class QueueTotals {
  long submitted;
  long granted;
  long completed;
  long cancelled;
  long dead;
  long retried;
  long purged;
  long redriven;
  long revived;

  QueueTotals(Queue stored) {
    submitted = stored.getSubmittedTotal();
    granted = stored.getGrantedTotal();
    completed = stored.getCompletedTotal();
    cancelled = stored.getCancelledTotal();
    dead = stored.getDeadTotal();
    retried = stored.getRetriedTotal();
    purged = stored.getPurgedTotal();
    redriven = stored.getRedrivenTotal();
    revived = stored.getRevivedTotal();
  }

  void count(Task before, Task after) {
    switch (after.getState()) {
      case TASK_STATE_RUNNING -> granted++;
      case TASK_STATE_COMPLETED -> {
        completed++;
        revived += isDead(before) ? 1 : 0;
      }
      case TASK_STATE_CANCELLED -> cancelled++;
      case TASK_STATE_DEAD -> {
        if (isDead(before)) {
          redriven++;
        } else {
          dead++;
        }
      }
      case TASK_STATE_PENDING -> {
        if (after.getAttemptsCharged() > before.getAttemptsCharged()) {
          retried++;
        }
      }
      case TASK_STATE_COMPENSATING -> {
        if (TaskPhase.isGranted(after)) {
          granted++;
        } else if (after.getAttemptsCharged() > before.getAttemptsCharged()) {
          retried++;
        }
      }
      default -> throw new IllegalStateException("no task becomes " + after.getState());
    }
  }

  private static boolean isDead(Task task) {
    return task.getState() == TaskState.TASK_STATE_DEAD;
  }

  void into(Queue.Builder queue) {
    queue
        .setSubmittedTotal(submitted)
        .setGrantedTotal(granted)
        .setCompletedTotal(completed)
        .setCancelledTotal(cancelled)
        .setDeadTotal(dead)
        .setRetriedTotal(retried)
        .setPurgedTotal(purged)
        .setRedrivenTotal(redriven)
        .setRevivedTotal(revived);
  }
}
