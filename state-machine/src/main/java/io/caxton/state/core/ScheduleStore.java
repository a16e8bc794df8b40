package io.caxton.state.core;

import io.caxton.state.time.TimerHeap;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleState;
import io.caxton.v1.Task;

/** The one way to change schedules: keeps table, timers and feed together. */
public final class ScheduleStore {
  /** In a fleet. Each may hold 64 KiB of payload on every replica. */
  public static final int SCHEDULES_MAX = 10_000;

  private final Core core;

  ScheduleStore(Core core) {
    this.core = core;
  }

  public void put(Fleet fleet, Schedule schedule) {
    core.fleets().touch(fleet);
    fleet.schedules().rows().put(schedule.getId(), schedule);
    index(fleet, schedule);
    core.feed().add(fleet.name(), schedule);
  }

  public void remove(Fleet fleet, Schedule schedule) {
    core.fleets().touch(fleet);
    fleet.schedules().rows().remove(schedule.getId());
    ScheduleEntry entry = fleet.schedules().entries().remove(schedule.getId());
    fleet.schedules().unawait(entry);
    core.deadlines().schedules().clear(entry);
    core.feed().addRemoved(fleet.name(), schedule);
  }

  /** Whether the last task that it submitted is still to be done. */
  public static boolean isBusy(Fleet fleet, Schedule schedule) {
    Task last =
        schedule.getLastTaskId().isEmpty() ? null : fleet.tasks().get(schedule.getLastTaskId());
    return last != null && !TaskStore.isFinished(last);
  }

  /** The schedule that waited for this task's end, if one did, is due now. */
  void taskEnded(Fleet fleet, String taskId) {
    ScheduleEntry entry = fleet.schedules().takeAwaiting(taskId);
    if (entry != null) {
      index(fleet, fleet.schedules().rows().get(entry.id()));
    }
  }

  /** Also for loads, once the tasks are there: what is derived depends on stored rows alone. */
  void index(Fleet fleet, Schedule schedule) {
    ScheduleEntry entry = fleet.schedules().entry(schedule.getId());
    fleet.schedules().unawait(entry);
    TimerHeap<ScheduleEntry> timers = core.deadlines().schedules();
    long at =
        schedule.getState() == ScheduleState.SCHEDULE_STATE_ACTIVE
            ? schedule.getNextInstant()
            : TimerHeap.NEVER;
    if (schedule.getBufferedInstant() != 0
        && schedule.getState() != ScheduleState.SCHEDULE_STATE_PAUSED) {
      if (isBusy(fleet, schedule)) {
        fleet.schedules().await(entry, schedule.getLastTaskId());
      } else {
        at = 0;
      }
    }
    if (at == TimerHeap.NEVER) {
      timers.clear(entry);
    } else {
      timers.set(entry, at, schedule.getCreatedPosition());
    }
  }
}
