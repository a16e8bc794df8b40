package io.caxton.state.core;

import io.caxton.v1.Task;
import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What has ended in one queue and is not forgotten yet: dead letters, and all others. */
final class EndedTasks {
  private final ArrayDeque<Task> finished = new ArrayDeque<>();
  // Dead letters by order.
  private final TreeMap<Long, Task> dead = new TreeMap<>();

  void add(Task task) {
    if (TaskStore.isDeadLetter(task)) {
      dead.put(task.getOrder(), task);
    } else {
      finished.addLast(task);
    }
  }

  void removeDead(Task task) {
    if (dead.remove(task.getOrder()) == null) {
      throw new IllegalStateException("no dead letter: " + task.getId());
    }
  }

  /** One that {@link #oldest} gave. */
  void removeOldest(Task task) {
    if (TaskStore.isDeadLetter(task)) {
      removeDead(task);
    } else {
      finished.removeFirst();
    }
  }

  int finished() {
    return finished.size();
  }

  int dead() {
    return dead.size();
  }

  boolean hasDead(long order) {
    return dead.containsKey(order);
  }

  /** Those that died after the one of this order, the oldest death first. */
  NavigableMap<Long, Task> deadAfter(long order) {
    return dead.tailMap(order, false);
  }

  /** The one that is forgotten next, or null. */
  Task oldest(QueuePolicy policy) {
    Task oldestFinished = finished.peekFirst();
    if (dead.isEmpty()) {
      return oldestFinished;
    }
    Task oldestDead = dead.firstEntry().getValue();
    if (oldestFinished == null) {
      return oldestDead;
    }
    long finishedAt = forgottenAt(oldestFinished, policy);
    long deadAt = forgottenAt(oldestDead, policy);
    return deadAt < finishedAt
            || (deadAt == finishedAt && oldestDead.getOrder() < oldestFinished.getOrder())
        ? oldestDead
        : oldestFinished;
  }

  /** The tick from which the oldest of its kind is forgotten; 0 if there are too many. */
  long forgottenAt(Task oldest, QueuePolicy policy) {
    if (TaskStore.isDeadLetter(oldest)) {
      return dead.size() > policy.deadTasksMax()
          ? 0
          : oldest.getFinishedTick() + policy.deadRetentionMillis();
    }
    return finished.size() > policy.retentionTasks()
        ? 0
        : oldest.getFinishedTick() + policy.retentionMillis();
  }
}
