package io.caxton.jepsen.sim.model;

import io.caxton.v1.Queue;
import io.caxton.v1.RetryPolicy;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One queue: its defaults as put, and its totals. */
final class QueueModel {
  private static final int LEASE_MILLIS = 30_000;
  private static final long RETENTION_MILLIS = 3_600_000;
  private static final int RETENTION_TASKS = 100_000;
  private static final long DEAD_RETENTION_MILLIS = 604_800_000;
  private static final int DEAD_TASKS_MAX = 10_000;
  private static final int TASKS_MAX = 10_000_000;
  private static final RetryPolicy RETRY =
      RetryPolicy.newBuilder()
          .setAttemptsMax(5)
          .setBackoffInitialMillis(100)
          .setBackoffMaxMillis(60_000)
          .setBackoffPercent(200)
          .setJitterPercent(20)
          .build();

  final FleetModel fleet;
  final String name;
  Queue defaults = Queue.getDefaultInstance();
  long revision;
  long submitted;
  long granted;
  long completed;
  long cancelled;
  long dead;
  long retried;
  long purged;
  long redriven;
  long revived;
  boolean paused;
  boolean draining;

  /** Null without a rate. */
  BucketModel bucket;

  QueueModel(FleetModel fleet, String name, long revision) {
    this.fleet = fleet;
    this.name = name;
    this.revision = revision;
  }

  int leaseMillis() {
    return defaults.getLeaseMillis() == 0 ? LEASE_MILLIS : defaults.getLeaseMillis();
  }

  long retentionMillis() {
    return defaults.getRetentionMillis() == 0 ? RETENTION_MILLIS : defaults.getRetentionMillis();
  }

  int retentionTasks() {
    return defaults.getRetentionTasks() == 0 ? RETENTION_TASKS : defaults.getRetentionTasks();
  }

  int tasksMax() {
    return defaults.getTasksMax() == 0 ? TASKS_MAX : defaults.getTasksMax();
  }

  /** The task's policy, field by field, else the queue's, else the built-in one. */
  RetryPolicy retryOf(TaskModel task) {
    return overlay(overlay(RETRY, defaults.getRetry()), task.submitted.getRetry());
  }

  private static RetryPolicy overlay(RetryPolicy base, RetryPolicy over) {
    RetryPolicy.Builder policy = base.toBuilder();
    if (over.getAttemptsMax() != 0) {
      policy.setAttemptsMax(over.getAttemptsMax());
    }
    if (over.getBackoffInitialMillis() != 0) {
      policy.setBackoffInitialMillis(over.getBackoffInitialMillis());
    }
    if (over.getBackoffMaxMillis() != 0) {
      policy.setBackoffMaxMillis(over.getBackoffMaxMillis());
    }
    if (over.getBackoffPercent() != 0) {
      policy.setBackoffPercent(over.getBackoffPercent());
    }
    if (over.getJitterPercent() != 0) {
      policy.setJitterPercent(over.getJitterPercent());
    }
    return policy.build();
  }

  long pending() {
    return fleet.tasksOf(this).filter(TaskModel::isPending).count();
  }

  long running() {
    return fleet.tasksOf(this).filter(TaskModel::isRunning).count();
  }

  long retained() {
    return fleet.tasksOf(this).filter(task -> task.isFinished() && !task.isDeadLetter()).count();
  }

  long deadLetters() {
    return fleet.tasksOf(this).filter(TaskModel::isDeadLetter).count();
  }

  /** Whether its policy lets it grant one more now. */
  boolean isOpen(long tick) {
    return !hasNoPlace() && (bucket == null || bucket.allows(tick));
  }

  private boolean hasNoPlace() {
    return paused || (defaults.getRunningMax() != 0 && running() >= defaults.getRunningMax());
  }

  /** The tick at which its rate alone lets it grant again, or Long.MAX_VALUE. */
  long gateTick() {
    boolean waits =
        bucket != null
            && bucket.wasLeftEmpty()
            && !hasNoPlace()
            && fleet.tasksOf(this).anyMatch(TaskModel::isReady);
    return waits ? bucket.allowsFrom() : Long.MAX_VALUE;
  }

  /** The ended task that goes next. */
  Optional<TaskModel> oldestEnded() {
    return Stream.of(oldest(TaskModel::isDeadLetter), oldest(task -> !task.isDeadLetter()))
        .flatMap(Optional::stream)
        .min(Comparator.comparingLong(this::keptUntil).thenComparingLong(task -> task.order));
  }

  private Optional<TaskModel> oldest(Predicate<TaskModel> kind) {
    return fleet
        .tasksOf(this)
        .filter(TaskModel::isFinished)
        .filter(kind)
        .min(Comparator.comparingLong(task -> task.order));
  }

  long keptUntil(TaskModel oldest) {
    if (oldest.isDeadLetter()) {
      int max = defaults.getDeadTasksMax() == 0 ? DEAD_TASKS_MAX : defaults.getDeadTasksMax();
      long millis =
          defaults.getDeadRetentionMillis() == 0
              ? DEAD_RETENTION_MILLIS
              : defaults.getDeadRetentionMillis();
      return deadLetters() > max ? 0 : oldest.finishedTick + millis;
    }
    return retained() > retentionTasks() ? 0 : oldest.finishedTick + retentionMillis();
  }

  String totals() {
    return submitted
        + " submitted, "
        + granted
        + " granted, "
        + completed
        + " completed, "
        + cancelled
        + " cancelled, "
        + dead
        + " dead, "
        + retried
        + " retried, "
        + pending()
        + "/"
        + running()
        + "/"
        + retained()
        + "/"
        + deadLetters()
        + " now, "
        + fleet.tasksOf(this).filter(TaskModel::isReady).count()
        + "/"
        + fleet.tasksOf(this).filter(TaskModel::isBlocked).count()
        + " ready/blocked, "
        + purged
        + " purged, "
        + redriven
        + " redriven, "
        + revived
        + " revived, "
        + (paused ? "paused " : "")
        + (draining ? "draining " : "")
        + (bucket == null ? "0@0" : bucket.shown());
  }
}
