package io.caxton.state.task;

import io.caxton.v1.Grant;
import io.caxton.v1.Task;

/** Grants as they are stored in outcomes: without queue, payload and labels. */
public final class Grants {
  private Grants() {}

  /** Of a running task, with what is left of its lease. */
  public static Grant remaining(Task task, long tick) {
    return Grant.newBuilder()
        .setTaskId(task.getId())
        .setFence(task.getFence())
        .setAttempt(task.getAttempt())
        .setLeaseMillis((int) Math.max(0, task.getLeaseUntilTick() - tick))
        .build();
  }
}
