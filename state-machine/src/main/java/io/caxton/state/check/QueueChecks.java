package io.caxton.state.check;

import io.caxton.v1.PurgeQueueRequest;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.SteerQueueRequest;

/** Requests about queues, and retry policies. */
final class QueueChecks {
  private static final int ATTEMPTS_MAX = 1_000_000;
  private static final int BACKOFF_INITIAL_MILLIS_MAX = 3_600_000;
  private static final int BACKOFF_MAX_MILLIS_MAX = 86_400_000;
  private static final long RETENTION_MILLIS_MAX = 31_536_000_000L;
  private static final int RATE_TASKS_MAX = 1_000_000;
  private static final int RATE_PERIOD_MILLIS_MAX = 86_400_000;
  private static final int DEAD_TASKS_MAX = 1_000_000;

  private QueueChecks() {}

  static void retry(Checks checks, Path path, RetryPolicy retry) {
    checks.range(path, "attempts_max", retry.getAttemptsMax(), 0, ATTEMPTS_MAX);
    checks.range(
        path,
        "backoff_initial_millis",
        retry.getBackoffInitialMillis(),
        0,
        BACKOFF_INITIAL_MILLIS_MAX);
    checks.range(
        path, "backoff_max_millis", retry.getBackoffMaxMillis(), 0, BACKOFF_MAX_MILLIS_MAX);
    checks.rangeOrZero(path, "backoff_percent", retry.getBackoffPercent(), 100, 1_000);
    checks.range(path, "jitter_percent", retry.getJitterPercent(), 0, 100);
  }

  static void check(Checks checks, PutQueueRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    Path path = Path.ROOT.in("queue");
    Queue queue = request.getQueue();
    if (!request.hasQueue()) {
      checks.fail(Path.ROOT, "queue", "not given", "it must be");
    }
    CommonChecks.queue(checks, path, "name", queue.getName());
    if (queue.hasRetry()) {
      retry(checks, path.in("retry"), queue.getRetry());
    }
    CommonChecks.lease(checks, path, queue.getLeaseMillis());
    checks.range(path, "retention_millis", queue.getRetentionMillis(), 0, RETENTION_MILLIS_MAX);
    checks.range(path, "retention_tasks", queue.getRetentionTasks(), 0, Integer.MAX_VALUE);
    checks.range(path, "tasks_max", queue.getTasksMax(), 0, Integer.MAX_VALUE);
    checks.range(path, "running_max", queue.getRunningMax(), 0, Integer.MAX_VALUE);
    rate(checks, path, queue);
    checks.range(
        path, "dead_retention_millis", queue.getDeadRetentionMillis(), 0, RETENTION_MILLIS_MAX);
    checks.range(path, "dead_tasks_max", queue.getDeadTasksMax(), 0, DEAD_TASKS_MAX);
    totals(checks, path, queue);
  }

  /** Both or none. */
  private static void rate(Checks checks, Path path, Queue queue) {
    checks.range(path, "rate_tasks", queue.getRateTasks(), 0, RATE_TASKS_MAX);
    int least = queue.getRateTasks() == 0 ? 0 : 1;
    int most = queue.getRateTasks() == 0 ? 0 : RATE_PERIOD_MILLIS_MAX;
    checks.range(path, "rate_period_millis", queue.getRatePeriodMillis(), least, most);
  }

  static void check(Checks checks, SteerQueueRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.queue(checks, Path.ROOT, "queue", request.getQueue());
    if (!request.hasPaused() && !request.hasDraining()) {
      checks.fail(Path.ROOT, "paused", "not given", "it or draining must be");
    }
  }

  static void check(Checks checks, PurgeQueueRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    CommonChecks.queue(checks, Path.ROOT, "queue", request.getQueue());
    checks.range(Path.ROOT, "tasks_max", request.getTasksMax(), 0, Checks.ITEMS_MAX);
  }

  private static void totals(Checks checks, Path path, Queue queue) {
    Queue defaultsOnly =
        queue.toBuilder()
            .clearSubmittedTotal()
            .clearGrantedTotal()
            .clearCompletedTotal()
            .clearCancelledTotal()
            .clearDeadTotal()
            .clearRetriedTotal()
            .clearPendingTasks()
            .clearRunningTasks()
            .clearRetainedTasks()
            .clearRevision()
            .clearPaused()
            .clearDraining()
            .clearPurgedTotal()
            .clearRedrivenTotal()
            .clearRevivedTotal()
            .clearDeadTasks()
            .clearReadyTasks()
            .clearDelayedTasks()
            .clearBlockedTasks()
            .clearRateLevel()
            .clearRateTick()
            .build();
    if (!defaultsOnly.equals(queue)) {
      checks.fail(
          path, "submitted_total", "given or one of those after it", "only defaults can be put");
    }
  }
}
