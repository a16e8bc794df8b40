package io.caxton.state.core;

import io.caxton.state.time.Timer;

/** A deadline of one task: the end of its grant or delay, or a deadline of its own. */
public final class TaskTimer extends Timer {
  private final Fleet fleet;
  private final String taskId;

  TaskTimer(Fleet fleet, String taskId) {
    this.fleet = fleet;
    this.taskId = taskId;
  }

  public Fleet fleet() {
    return fleet;
  }

  public String taskId() {
    return taskId;
  }
}
