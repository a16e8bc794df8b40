package io.caxton.state.core;

import io.caxton.v1.Queue;
import io.caxton.v1.RetryPolicy;

/** What was put of a queue and how it is steered, with the built-in values where nothing was. */
public final class QueuePolicy {
  private final Queue row;

  QueuePolicy(Queue row) {
    this.row = row;
  }

  /** These defaults, steered as before. */
  QueuePolicy withDefaults(Queue put) {
    return new QueuePolicy(
        put.toBuilder().setPaused(row.getPaused()).setDraining(row.getDraining()).build());
  }

  public RetryPolicy retry() {
    return row.getRetry();
  }

  public int leaseMillis() {
    return orBuiltIn(row.getLeaseMillis(), QueueDefaults.LEASE_MILLIS);
  }

  public long retentionMillis() {
    long millis = row.getRetentionMillis();
    return millis == 0 ? QueueDefaults.RETENTION_MILLIS : millis;
  }

  public int retentionTasks() {
    return orBuiltIn(row.getRetentionTasks(), QueueDefaults.RETENTION_TASKS);
  }

  public long deadRetentionMillis() {
    long millis = row.getDeadRetentionMillis();
    return millis == 0 ? QueueDefaults.DEAD_RETENTION_MILLIS : millis;
  }

  public int deadTasksMax() {
    return orBuiltIn(row.getDeadTasksMax(), QueueDefaults.DEAD_TASKS_MAX);
  }

  public int tasksMax() {
    return orBuiltIn(row.getTasksMax(), QueueDefaults.TASKS_MAX);
  }

  /** Integer.MAX_VALUE if there is no bound. */
  public int runningMax() {
    return orBuiltIn(row.getRunningMax(), Integer.MAX_VALUE);
  }

  public boolean isPaused() {
    return row.getPaused();
  }

  public boolean isDraining() {
    return row.getDraining();
  }

  long revision() {
    return row.getRevision();
  }

  /** The queue's bucket from here on, or null without a rate; the one before if the rate stays. */
  TokenBucket bucket(TokenBucket before, long tick) {
    if (row.getRateTasks() == 0) {
      return null;
    }
    return before != null && before.isOf(row.getRateTasks(), row.getRatePeriodMillis())
        ? before
        : TokenBucket.full(row.getRateTasks(), row.getRatePeriodMillis(), tick);
  }

  /** The part of the stored queue that was put. */
  Queue.Builder toQueue() {
    Queue.Builder queue =
        Queue.newBuilder()
            .setName(row.getName())
            .setLeaseMillis(row.getLeaseMillis())
            .setRetentionMillis(row.getRetentionMillis())
            .setRetentionTasks(row.getRetentionTasks())
            .setTasksMax(row.getTasksMax())
            .setRevision(row.getRevision())
            .setRunningMax(row.getRunningMax())
            .setRateTasks(row.getRateTasks())
            .setRatePeriodMillis(row.getRatePeriodMillis())
            .setDeadRetentionMillis(row.getDeadRetentionMillis())
            .setDeadTasksMax(row.getDeadTasksMax())
            .setPaused(row.getPaused())
            .setDraining(row.getDraining());
    if (row.hasRetry()) {
      queue.setRetry(row.getRetry());
    }
    return queue;
  }

  private static int orBuiltIn(int given, int builtIn) {
    return given == 0 ? builtIn : given;
  }
}
