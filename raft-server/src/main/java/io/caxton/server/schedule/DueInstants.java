package io.caxton.server.schedule;

import io.caxton.v1.FireSchedule;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/** Which instants of a schedule are due, as a proposal. */
final class DueInstants {
  /**
   * More than any schedule may still want: 300 to catch up with, and 600 of one a second that are
   * not late yet.
   */
  static final int DUE_MAX = 1_000;

  private DueInstants() {}

  static FireSchedule find(String fleet, Schedule schedule, long wallMillis) {
    FireSchedule.Builder fire =
        FireSchedule.newBuilder()
            .setFleet(fleet)
            .setScheduleId(schedule.getId())
            .setRevision(schedule.getRevision())
            .setInstant(schedule.getNextInstant());
    if (schedule.getState() == ScheduleState.SCHEDULE_STATE_ENDED) {
      // Only what is buffered is left to run.
      return fire.build();
    }
    try {
      addDue(fire, schedule, wallMillis);
    } catch (BadSpecException e) {
      fire.setProblem(e.field() + ": " + e.getMessage());
    }
    return fire.build();
  }

  private static void addDue(FireSchedule.Builder fire, Schedule schedule, long wallMillis) {
    Instants instants = Instants.of(schedule.getSpec());
    OptionalLong next =
        schedule.getNextInstant() == 0
            ? instants.after(schedule.getPutWallMillis())
            : OptionalLong.of(schedule.getNextInstant());
    Deque<Long> due = new ArrayDeque<>();
    long older = 0;
    while (next.isPresent() && next.getAsLong() <= wallMillis) {
      if (due.size() == DUE_MAX) {
        due.removeFirst();
        older++;
      }
      due.addLast(next.getAsLong());
      next = instants.after(next.getAsLong());
    }
    fire.addAllDue(due).setOlder(older).setNextInstant(next.orElse(0));
  }
}
