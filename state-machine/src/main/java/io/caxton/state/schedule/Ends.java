package io.caxton.state.schedule;

import io.caxton.state.Refusals;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleOrBuilder;
import io.caxton.v1.ScheduleState;

/** When a schedule is over. */
final class Ends {
  private Ends() {}

  /** Whether its runs, what is buffered and {@code more} come to the most it may have. */
  static boolean areUsedUp(ScheduleOrBuilder schedule, int more) {
    long planned = schedule.getRuns() + (schedule.getBufferedInstant() == 0 ? 0 : 1) + more;
    return schedule.getRunsMax() != 0 && planned >= schedule.getRunsMax();
  }

  static boolean isAfterEnd(ScheduleOrBuilder schedule, long instant) {
    return schedule.getUntilWallMillis() != 0 && instant > schedule.getUntilWallMillis();
  }

  static void end(Schedule.Builder schedule, String why) {
    schedule.setState(ScheduleState.SCHEDULE_STATE_ENDED).setNextInstant(0).setNote(why);
  }

  static void endIfUsedUp(Schedule.Builder schedule) {
    if (areUsedUp(schedule, 0)) {
      end(schedule, "runs_max reached");
    }
  }

  static Refusal refusal(Schedule schedule) {
    return Refusals.of(
        ErrorReason.SCHEDULE_ENDED,
        "schedule \"" + schedule.getId() + "\" has ended: " + schedule.getNote());
  }
}
