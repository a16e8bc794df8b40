package io.caxton.state.core;

import io.caxton.state.table.Table;
import io.caxton.v1.Schedule;
import java.util.HashMap;
import java.util.Map;

/** The schedules of one fleet, by id, and what is derived from them. */
public final class FleetSchedules {
  private final Fleet fleet;
  private final Table<String, Schedule> rows = new Table<>();
  private final Map<String, ScheduleEntry> entries = new HashMap<>();
  private final Map<String, ScheduleEntry> byAwaitedTask = new HashMap<>();

  FleetSchedules(Fleet fleet) {
    this.fleet = fleet;
  }

  public Table<String, Schedule> rows() {
    return rows;
  }

  Map<String, ScheduleEntry> entries() {
    return entries;
  }

  ScheduleEntry entry(String id) {
    return entries.computeIfAbsent(id, key -> new ScheduleEntry(fleet, key));
  }

  void await(ScheduleEntry entry, String taskId) {
    unawait(entry);
    entry.awaitedTask = taskId;
    byAwaitedTask.put(taskId, entry);
  }

  void unawait(ScheduleEntry entry) {
    if (!entry.awaitedTask.isEmpty()) {
      byAwaitedTask.remove(entry.awaitedTask);
      entry.awaitedTask = "";
    }
  }

  /** The schedule that waits for the end of the task, which does so no more; null if none. */
  ScheduleEntry takeAwaiting(String taskId) {
    if (byAwaitedTask.isEmpty()) {
      return null;
    }
    ScheduleEntry entry = byAwaitedTask.get(taskId);
    if (entry != null) {
      unawait(entry);
    }
    return entry;
  }

  int awaiting() {
    return byAwaitedTask.size();
  }
}
