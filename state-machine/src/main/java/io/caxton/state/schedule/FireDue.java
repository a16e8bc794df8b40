package io.caxton.state.schedule;

import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.FireSchedule;
import io.caxton.v1.FiredSchedule;
import io.caxton.v1.Reply;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleState;

/**
 * Takes what the leader found due of a schedule. Whatever changed the schedule since then changed
 * its revision or its next instant, and the proposal is void.
 */
public final class FireDue {
  private static final Reply STALE =
      Reply.newBuilder().setFireSchedule(FiredSchedule.newBuilder().setStale(true)).build();

  private final Core core;
  private final ScheduledTasks tasks;

  public FireDue(Core core) {
    this.core = core;
    this.tasks = new ScheduledTasks(core);
  }

  public Reply apply(FireSchedule request) {
    Schedule schedule = ScheduleLookup.find(core, request.getFleet(), request.getScheduleId());
    if (schedule == null || !isMeant(schedule, request)) {
      return STALE;
    }
    Fleet fleet = core.fleets().get(request.getFleet());
    Firing firing = new Firing(fleet, schedule, core.progress().wallMillis());
    if (request.getProblem().isEmpty()) {
      firing.takeBuffered();
      if (schedule.getState() == ScheduleState.SCHEDULE_STATE_ACTIVE) {
        firing.take(request.getDueList(), request.getOlder(), request.getNextInstant());
      }
      firing.submit(tasks);
    } else {
      firing.pause(request.getProblem(), core.progress().position());
    }
    Schedule after = firing.schedule();
    if (!after.equals(schedule)) {
      core.schedules()
          .put(fleet, after.toBuilder().setChangedPosition(core.progress().position()).build());
    }
    return Reply.newBuilder()
        .setFireSchedule(FiredSchedule.newBuilder().setTasks(firing.tasks()))
        .build();
  }

  private boolean isMeant(Schedule schedule, FireSchedule request) {
    int due = request.getDueCount();
    return schedule.getRevision() == request.getRevision()
        && schedule.getNextInstant() == request.getInstant()
        && schedule.getState() != ScheduleState.SCHEDULE_STATE_PAUSED
        && (due == 0 || request.getDue(due - 1) <= core.progress().wallMillis());
  }
}
