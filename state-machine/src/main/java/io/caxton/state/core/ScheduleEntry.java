package io.caxton.state.core;

import io.caxton.state.time.Timer;

/** When the leader has to look at a schedule; beside it, the task whose end it waits for. */
public final class ScheduleEntry extends Timer {
  private final Fleet fleet;
  private final String id;
  // Invariant: not empty exactly while the fleet's schedules have it as the one that waits for it.
  String awaitedTask = "";

  ScheduleEntry(Fleet fleet, String id) {
    this.fleet = fleet;
    this.id = id;
  }

  public Fleet fleet() {
    return fleet;
  }

  public String id() {
    return id;
  }
}
