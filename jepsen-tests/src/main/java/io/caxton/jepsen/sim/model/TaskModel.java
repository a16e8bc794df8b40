package io.caxton.jepsen.sim.model;

import io.caxton.v1.LateResults;
import io.caxton.v1.NewTask;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.List;

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
  final List<Failed> failures = new ArrayList<>();
  final List<Parked> parked = new ArrayList<>();
  boolean payloadDropped;
  String redrivenFrom = "";
  String redrivenTo = "";

  /** Of its submission, which is its place in its ordering key. */
  long submittedPosition;

  int submittedIndex;

  /** The ticks by which it must have started and ended; 0 is never. */
  long startByTick;

  long endByTick;

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

  /** A cause that is kept. */
  record Failed(String cause, String agentId, long fence) {}

  /** A result that came too late. */
  record Parked(long fence, String agentId, String result) {}

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

  /** It waits for nothing but a claim. */
  boolean isReady() {
    return isDue() && isFirstOfItsKey();
  }

  /** It waits for its ordering key. */
  boolean isBlocked() {
    return isDue() && !isFirstOfItsKey();
  }

  private boolean isDue() {
    return isPending() && notBeforeTick == 0;
  }

  private boolean isFirstOfItsKey() {
    String key = submitted.getOrderingKey();
    return key.isEmpty()
        || queue
            .fleet
            .tasksOf(queue)
            .filter(other -> other != this && !other.isFinished())
            .filter(other -> other.submitted.getOrderingKey().equals(key))
            .noneMatch(other -> other.isRunning() || other.wasSubmittedBefore(this));
  }

  private boolean wasSubmittedBefore(TaskModel other) {
    return submittedPosition < other.submittedPosition
        || (submittedPosition == other.submittedPosition && submittedIndex < other.submittedIndex);
  }

  /** Dead, and nobody submitted it again. */
  boolean isDeadLetter() {
    return state == TaskState.TASK_STATE_DEAD && redrivenTo.isEmpty();
  }

  /** Neither key nor capability nor parked results: it is purged before those that have one. */
  boolean isPlain() {
    return submitted.getOrderingKey().isEmpty()
        && submitted.getCapability().isEmpty()
        && submitted.getLateResults() != LateResults.LATE_RESULTS_PARK;
  }

  boolean mayGoTo(AgentModel agent) {
    String capability = submitted.getCapability();
    return capability.isEmpty() || agent.capabilities.contains(capability);
  }

  /** The tick by which, still pending, it is dead; Long.MAX_VALUE is never. */
  long expiryTick() {
    long end = endByTick == 0 ? Long.MAX_VALUE : endByTick;
    return attempt > 0 || startByTick == 0 ? end : Math.min(end, startByTick);
  }

  /** Why it gets no further attempt, or "". */
  String tooLate(long tick, long wallMillis) {
    if (isOverdue(wallMillis)) {
      return "deadline";
    }
    if (expiryTick() > tick) {
      return "";
    }
    return expiryTick() == endByTick ? "total_timeout" : "start_timeout";
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
    long end = Math.min(tick + leaseMillis, endByTick == 0 ? Long.MAX_VALUE : endByTick);
    return timeout == 0 ? end : Math.min(end, grantedTick + timeout);
  }

  /** Whether the caller means this very task. */
  boolean isSame(NewTask other) {
    return submitted.equals(other);
  }
}
