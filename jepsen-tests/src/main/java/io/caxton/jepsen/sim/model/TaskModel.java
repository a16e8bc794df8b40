package io.caxton.jepsen.sim.model;

import io.caxton.v1.NewTask;
import io.caxton.v1.TaskState;

/** One task. */
final class TaskModel {
  final NewTask submitted;
  final String id;
  final QueueModel queue;
  TaskState state = TaskState.TASK_STATE_PENDING;

  /** Its place among the ready or the finished; rises with each change of place. */
  long order;

  int attempt;
  int charged;
  int failures;
  String lastCause = "";

  /** Granted from this tick on; 0 is at once. */
  long notBeforeTick;

  /** The latest {@link #notBeforeTick}; above 0 while only the bounds of a backoff are known. */
  long notBeforeTickMax;

  long fence;
  String agentId = "";
  long agentEpoch;
  long leaseUntilTick;
  long grantedTick;
  int grantedLeaseMillis;
  long finishedTick;
  String result = "";

  TaskModel(NewTask submitted, String id, QueueModel queue) {
    this.submitted = submitted;
    this.id = id;
    this.queue = queue;
  }

  boolean isFinished() {
    return switch (state) {
      case TASK_STATE_COMPLETED, TASK_STATE_CANCELLED, TASK_STATE_DEAD -> true;
      default -> false;
    };
  }

  boolean isPending() {
    return state == TaskState.TASK_STATE_PENDING;
  }

  boolean isRunning() {
    return state == TaskState.TASK_STATE_RUNNING;
  }

  boolean isReady() {
    return isPending() && notBeforeTick == 0;
  }

  boolean isDelayed() {
    return isPending() && notBeforeTick != 0;
  }

  boolean runsAt(String agent, long epoch) {
    return isRunning() && agentId.equals(agent) && agentEpoch == epoch;
  }

  /** Whether its own wall deadline has passed. */
  boolean isOverdue(long wallMillis) {
    return submitted.getDeadlineWallMillis() != 0
        && submitted.getDeadlineWallMillis() <= wallMillis;
  }

  /** The end of a lease from now, within the time that the attempt may take. */
  long leaseEnd(long tick, int leaseMillis) {
    long timeout = submitted.getAttemptTimeoutMillis();
    long end = tick + leaseMillis;
    return timeout == 0 ? end : Math.min(end, grantedTick + timeout);
  }

  /** Whether the caller means this very task. */
  boolean isSame(NewTask other) {
    return submitted.equals(other);
  }
}
