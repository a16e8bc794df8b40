package io.caxton.client.demo;

import io.caxton.client.CaxtonException;
import io.caxton.client.WatchListener;
import io.caxton.v1.Change;
import io.caxton.v1.TaskState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts how often the change feed says that each task was completed: once, or something is wrong.
 */
final class CompletionFeed implements WatchListener {
  private final Map<String, Integer> completions = new HashMap<>();
  private boolean broken;

  @Override
  public synchronized void onChanges(List<Change> changes, long position) {
    for (Change change : changes) {
      if (change.getKind() == Change.Kind.KIND_PUT
          && change.hasTask()
          && change.getTask().getState() == TaskState.TASK_STATE_COMPLETED) {
        completions.merge(change.getTask().getId(), 1, Integer::sum);
      }
    }
    notifyAll();
  }

  @Override
  public synchronized void onEnd(CaxtonException failure) {
    broken = true;
    notifyAll();
  }

  synchronized int tasks() {
    return completions.size();
  }

  /** Completions beyond the first of a task. */
  synchronized int repeated() {
    return completions.values().stream().mapToInt(n -> n - 1).sum();
  }

  /** Waits until it has seen so many tasks completed; false if it did not in time. */
  synchronized boolean awaitTasks(int count, long millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000;
    while (completions.size() < count && !broken) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return completions.size() >= count;
  }
}
