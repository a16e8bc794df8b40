package io.caxton.jepsen.sim.model;

import io.caxton.v1.RetryPolicy;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.List;

/** How a task stops running, or ends. */
final class Returns {
  private static final int FAILURES_MAX = 10;

  private final Model model;

  /** Tasks of which only the bounds of their backoff are known yet. */
  final List<TaskModel> backedOff = new ArrayList<>();

  Returns(Model model) {
    this.model = model;
  }

  TaskState release(TaskModel task) {
    String late = task.tooLate(model.tick, model.wallMillis);
    return late.isEmpty() ? ready(task) : die(task, late);
  }

  /** Due, or given back: it may be granted at once, behind the others. */
  TaskState ready(TaskModel task) {
    task.state = TaskState.TASK_STATE_PENDING;
    task.leaseUntilTick = 0;
    task.notBeforeTick = 0;
    task.order = model.nextOrder();
    return task.state;
  }

  TaskState charge(TaskModel task, String cause) {
    task.charged++;
    if (task.charged >= task.queue.retryOf(task).getAttemptsMax()) {
      return die(task, cause);
    }
    String late = task.tooLate(model.tick, model.wallMillis);
    if (late.equals(cause)) {
      return die(task, cause);
    }
    fails(task, cause);
    if (!late.isEmpty()) {
      return die(task, late);
    }
    task.state = TaskState.TASK_STATE_PENDING;
    task.leaseUntilTick = 0;
    task.order = model.nextOrder();
    task.queue.retried++;
    backOff(task);
    return task.state;
  }

  TaskState failForGood(TaskModel task) {
    task.charged++;
    return die(task, "failed");
  }

  /** Exponential; up to the jitter's share of it is taken off, which only the core computes. */
  private void backOff(TaskModel task) {
    RetryPolicy policy = task.queue.retryOf(task);
    double exact = policy.getBackoffInitialMillis();
    for (int i = 1; i < task.charged; i++) {
      exact = Math.min(policy.getBackoffMaxMillis(), exact * policy.getBackoffPercent() / 100);
    }
    exact = Math.min(policy.getBackoffMaxMillis(), exact);
    // Each step of the core's rounds down: at most one millisecond for each attempt, compounded.
    double rounding =
        Math.min(
            exact, 2 * task.charged * Math.pow(policy.getBackoffPercent() / 100.0, task.charged));
    double least = (exact - rounding) * (100 - policy.getJitterPercent()) / 100;
    task.notBeforeTick = model.tick + Math.max(1, (long) Math.floor(least));
    task.notBeforeTickMax = model.tick + Math.max(1, (long) Math.ceil(exact));
    backedOff.add(task);
  }

  TaskState die(TaskModel task, String cause) {
    fails(task, cause);
    return finish(task, TaskState.TASK_STATE_DEAD);
  }

  TaskState finish(TaskModel task, TaskState state) {
    task.state = state;
    task.leaseUntilTick = 0;
    task.notBeforeTick = 0;
    task.notBeforeTickMax = 0;
    task.finishedTick = model.tick;
    task.order = model.nextOrder();
    switch (state) {
      case TASK_STATE_COMPLETED -> task.queue.completed++;
      case TASK_STATE_CANCELLED -> task.queue.cancelled++;
      default -> task.queue.dead++;
    }
    if (state != TaskState.TASK_STATE_DEAD) {
      task.payloadDropped = true;
      task.parked.clear();
    }
    forgetTooMany(task.queue);
    return state;
  }

  /** Two for one, so that a bound that was lowered is reached. */
  static void forgetTooMany(QueueModel queue) {
    for (int i = 0; i < 2; i++) {
      queue.oldestEnded().filter(task -> queue.keptUntil(task) == 0).ifPresent(Returns::forget);
    }
  }

  static void forget(TaskModel task) {
    task.queue.fleet.tasks.remove(task.id);
  }

  private static void fails(TaskModel task, String cause) {
    task.failures.add(new TaskModel.Failed(cause, task.agentId, task.fence));
    if (task.failures.size() > FAILURES_MAX) {
      task.failures.removeFirst();
    }
  }
}
