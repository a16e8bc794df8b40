package io.caxton.state.task;

import io.caxton.state.core.Hash64;
import io.caxton.state.core.QueueDefaults;
import io.caxton.v1.RetryPolicy;

/** How often and how late an attempt is repeated: the task's policy, the queue's, the built-in. */
public final class Backoff {
  private final RetryPolicy ofTask;
  private final RetryPolicy ofQueue;

  public Backoff(RetryPolicy ofTask, RetryPolicy ofQueue) {
    this.ofTask = ofTask;
    this.ofQueue = ofQueue;
  }

  public int attemptsMax() {
    return first(ofTask.getAttemptsMax(), ofQueue.getAttemptsMax(), QueueDefaults.ATTEMPTS_MAX);
  }

  /** Milliseconds until the next attempt, at least 1. */
  long millis(String taskId, int attemptsCharged) {
    long initial =
        first(
            ofTask.getBackoffInitialMillis(),
            ofQueue.getBackoffInitialMillis(),
            QueueDefaults.BACKOFF_INITIAL_MILLIS);
    long max =
        first(
            ofTask.getBackoffMaxMillis(),
            ofQueue.getBackoffMaxMillis(),
            QueueDefaults.BACKOFF_MAX_MILLIS);
    long percent =
        first(
            ofTask.getBackoffPercent(), ofQueue.getBackoffPercent(), QueueDefaults.BACKOFF_PERCENT);
    long jitterPercent =
        first(ofTask.getJitterPercent(), ofQueue.getJitterPercent(), QueueDefaults.JITTER_PERCENT);

    long backoff = Math.min(initial, max);
    for (int i = 1; i < attemptsCharged && backoff < max; i++) {
      long next = Math.min(max, backoff * percent / 100);
      if (next == backoff) {
        break;
      }
      backoff = next;
    }
    long span = backoff * jitterPercent / 100;
    long jitter = Long.remainderUnsigned(Hash64.of(taskId, attemptsCharged), span + 1);
    return Math.max(1, backoff - jitter);
  }

  private static int first(int ofTask, int ofQueue, int builtIn) {
    if (ofTask != 0) {
      return ofTask;
    }
    return ofQueue != 0 ? ofQueue : builtIn;
  }
}
