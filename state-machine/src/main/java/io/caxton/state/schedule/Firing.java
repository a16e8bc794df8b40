package io.caxton.state.schedule;

import io.caxton.state.core.Fleet;
import io.caxton.state.core.ScheduleStore;
import io.caxton.v1.Overlap;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleState;
import io.caxton.v1.SubmitResult;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of the due instants of one schedule: first which of them are run (catch-up, end,
 * overlap), then their tasks are submitted at once.
 */
final class Firing {
  private static final int LATE_AFTER_MILLIS = 10_000;
  private static final int CATCH_UP_MAX = 10;

  private final Fleet fleet;
  private final Schedule.Builder schedule;
  private final long wallMillis;
  private final boolean allowsOverlap;
  private final List<Long> runs = new ArrayList<>();
  // Due, but its runs would be used up before.
  private int leftOut;
  private boolean busy;
  private int tasks;

  Firing(Fleet fleet, Schedule schedule, long wallMillis) {
    this.fleet = fleet;
    this.schedule = schedule.toBuilder();
    this.wallMillis = wallMillis;
    allowsOverlap = schedule.getOverlap() == Overlap.OVERLAP_ALLOW;
    busy = !allowsOverlap && ScheduleStore.isBusy(fleet, schedule);
  }

  /** The instant that waited for the end of the last task, if that has come. */
  void takeBuffered() {
    if (schedule.getBufferedInstant() != 0 && !busy) {
      run(schedule.getBufferedInstant());
      schedule.setBufferedInstant(0);
    }
  }

  /** {@code due} by rising time, after {@code older} others; {@code next} is 0 if none follows. */
  void take(List<Long> due, long older, long next) {
    int late = 0;
    while (late < due.size() && wallMillis - due.get(late) > lateAfterMillis()) {
      late++;
    }
    int kept = Math.min(late, caughtUpMax());
    schedule.setMissedTotal(schedule.getMissedTotal() + older + late - kept);
    schedule.setNextInstant(next);
    for (long instant : due.subList(late - kept, due.size())) {
      if (Ends.isAfterEnd(schedule, instant)) {
        break;
      }
      if (Ends.areUsedUp(schedule, runs.size())) {
        leftOut++;
      } else {
        take(instant);
      }
    }
    if (next == 0) {
      Ends.end(schedule, "no further instant");
    } else if (Ends.isAfterEnd(schedule, next)) {
      Ends.end(schedule, "until_wall_millis reached");
    }
  }

  private void take(long instant) {
    if (!busy) {
      run(instant);
    } else if (schedule.getOverlap() == Overlap.OVERLAP_BUFFER_ONE
        && schedule.getBufferedInstant() == 0) {
      schedule.setBufferedInstant(instant);
    } else {
      schedule.setOverlappedTotal(schedule.getOverlappedTotal() + 1);
    }
  }

  private void run(long instant) {
    runs.add(instant);
    busy = !allowsOverlap;
  }

  private int lateAfterMillis() {
    return schedule.getLateAfterMillis() == 0 ? LATE_AFTER_MILLIS : schedule.getLateAfterMillis();
  }

  private int caughtUpMax() {
    return switch (schedule.getCatchUp()) {
      case CATCH_UP_ONE -> 1;
      case CATCH_UP_ALL -> schedule.getCatchUpMax() == 0 ? CATCH_UP_MAX : schedule.getCatchUpMax();
      default -> 0;
    };
  }

  /** Submits the tasks of the instants that were taken. */
  void submit(ScheduledTasks scheduledTasks) {
    if (!runs.isEmpty()) {
      List<String> ids = runs.stream().map(i -> ScheduledTasks.idAt(schedule, i)).toList();
      List<SubmitResult> results = scheduledTasks.submit(fleet, schedule, ids);
      for (int i = 0; i < runs.size(); i++) {
        count(results.get(i), ids.get(i), runs.get(i));
      }
    }
    if (schedule.getState() == ScheduleState.SCHEDULE_STATE_ACTIVE) {
      Ends.endIfUsedUp(schedule);
    }
    if (schedule.getState() == ScheduleState.SCHEDULE_STATE_ACTIVE) {
      // A run was refused: they could have been run, and nobody comes back to them.
      schedule.setMissedTotal(schedule.getMissedTotal() + leftOut);
    }
  }

  private void count(SubmitResult result, String taskId, long instant) {
    if (result.hasRefusal()) {
      schedule.setRefusedTotal(schedule.getRefusedTotal() + 1).setLastRefusal(result.getRefusal());
      return;
    }
    tasks++;
    schedule
        .setLastTaskId(taskId)
        .setLastInstant(instant)
        .setRuns(schedule.getRuns() + 1)
        .setSubmittedTotal(schedule.getSubmittedTotal() + 1);
  }

  /** Its next instant cannot be computed: it waits for a put or a resume. */
  void pause(String why, long position) {
    schedule.setState(ScheduleState.SCHEDULE_STATE_PAUSED).setNote(why).setRevision(position);
  }

  Schedule schedule() {
    return schedule.build();
  }

  /** How many were submitted. */
  int tasks() {
    return tasks;
  }
}
