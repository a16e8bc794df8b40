package io.caxton.state.core;

import io.caxton.v1.Compensation;
import io.caxton.v1.NewTask;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;

/** Makes the rows of new tasks. */
public final class TaskMaker {
  private static final long HOLD_AFTER_MILLIS = 86_400_000;

  private TaskMaker() {}

  /** As it was submitted; what depends on the caller's own id is left out. */
  public static Task.Builder of(Progress now, String queue, NewTask task) {
    Task.Builder builder =
        begin(now, queue)
            .setState(TaskState.TASK_STATE_PENDING)
            .setPayload(task.getPayload())
            .setPriority(task.getPriority())
            .setAttemptTimeoutMillis(task.getAttemptTimeoutMillis())
            .setDeadlineWallMillis(task.getDeadlineWallMillis())
            .setLeaseMillis(task.getLeaseMillis());
    if (task.getDelayMillis() != 0) {
      builder.setNotBeforeTick(now.tick() + task.getDelayMillis());
    }
    if (task.getLabelsCount() > 0) {
      builder.addAllLabels(Labels.sorted(task.getLabelsList()));
    }
    if (task.hasRetry()) {
      builder.setRetry(task.getRetry());
    }
    if (!task.getOrderingKey().isEmpty()) {
      builder.setOrderingKey(task.getOrderingKey());
    }
    if (!task.getCapability().isEmpty()) {
      builder.setCapability(task.getCapability());
    }
    builder.setLateResults(task.getLateResults());
    TimeOuts.begin(
        builder,
        task.getStartTimeoutMillis(),
        task.getTotalTimeoutMillis(),
        task.getDelayMillis(),
        now.tick());
    if (task.hasCompensation()) {
      builder.setCompensation(task.getCompensation());
    }
    return builder;
  }

  /** What undoes the task of this id. */
  static Task.Builder of(Progress now, String queue, Compensation task, String undone) {
    long holdAfter = task.getHoldAfterMillis() == 0 ? HOLD_AFTER_MILLIS : task.getHoldAfterMillis();
    Task.Builder builder =
        begin(now, queue)
            .setState(TaskState.TASK_STATE_COMPENSATING)
            .setPayload(task.getPayload())
            .addAllLabels(Labels.sorted(task.getLabelsList()))
            .setPriority(task.getPriority())
            .setAttemptTimeoutMillis(task.getAttemptTimeoutMillis())
            .setLeaseMillis(task.getLeaseMillis())
            .setCompensatesTaskId(undone)
            .setHoldAfterMillis(holdAfter)
            .setHoldAtTick(now.tick() + holdAfter);
    if (task.hasRetry()) {
      builder.setRetry(task.getRetry());
    }
    return builder;
  }

  private static Task.Builder begin(Progress now, String queue) {
    return Task.newBuilder()
        .setQueue(queue)
        .setSubmittedPosition(now.position())
        .setRevision(now.position())
        .setSubmittedWallMillis(now.wallMillis())
        .setOrder(now.nextOrder());
  }
}
