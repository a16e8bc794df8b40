package io.caxton.jepsen.workload;

import io.caxton.jepsen.history.Operation;
import io.caxton.v1.CatchUp;
import io.caxton.v1.NewTask;
import io.caxton.v1.Overlap;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import java.util.List;
import java.util.Locale;

/**
 * One schedule of a run.
 *
 * @param everyMillis 0: once; a minute: by a cron expression
 * @param atWallMillis when, if once
 * @param lateAfterMillis so large that nothing is ever missed, or smaller than a failover
 */
record ScheduleKind(
    String id,
    int everyMillis,
    long atWallMillis,
    int lateAfterMillis,
    CatchUp catchUp,
    Overlap overlap) {
  private static final int EVERY = 1_000;
  private static final int MINUTE = 60_000;
  private static final int LATE_SOON = 1_500;
  private static final int LATE_NEVER = 600_000;
  private static final int CATCH_UP_MAX = 3;

  static List<ScheduleKind> always() {
    return List.of(
        missing("skip", CatchUp.CATCH_UP_SKIP),
        missing("one", CatchUp.CATCH_UP_ONE),
        missing("all", CatchUp.CATCH_UP_ALL),
        patient("each", EVERY, Overlap.OVERLAP_ALLOW),
        patient("alone", EVERY, Overlap.OVERLAP_SKIP),
        patient("buffered", EVERY, Overlap.OVERLAP_BUFFER_ONE),
        patient("cron", MINUTE, Overlap.OVERLAP_ALLOW));
  }

  private static ScheduleKind missing(String id, CatchUp catchUp) {
    return new ScheduleKind(id, EVERY, 0, LATE_SOON, catchUp, Overlap.OVERLAP_ALLOW);
  }

  private static ScheduleKind patient(String id, int everyMillis, Overlap overlap) {
    return new ScheduleKind(id, everyMillis, 0, LATE_NEVER, CatchUp.CATCH_UP_SKIP, overlap);
  }

  static ScheduleKind once(int number, long wallMillis) {
    return new ScheduleKind(
        "once-" + number, 0, wallMillis, LATE_NEVER, CatchUp.CATCH_UP_SKIP, Overlap.OVERLAP_ALLOW);
  }

  boolean isOnce() {
    return everyMillis == 0;
  }

  Schedule schedule(String queue) {
    return Schedule.newBuilder()
        .setId(id)
        .setSpec(spec())
        .setTask(NewTask.newBuilder().setQueue(queue))
        .setLateAfterMillis(lateAfterMillis)
        .setCatchUp(catchUp)
        .setCatchUpMax(catchUp == CatchUp.CATCH_UP_ALL ? CATCH_UP_MAX : 0)
        .setOverlap(overlap)
        .build();
  }

  private ScheduleSpec spec() {
    ScheduleSpec.Builder spec = ScheduleSpec.newBuilder();
    if (isOnce()) {
      spec.setAt(ScheduleSpec.At.newBuilder().setWallMillis(atWallMillis));
    } else if (everyMillis == MINUTE) {
      spec.setCron(
          ScheduleSpec.Cron.newBuilder().setExpression("* * * * *").setZone("Europe/Berlin"));
    } else {
      spec.setEvery(ScheduleSpec.Every.newBuilder().setEveryMillis(everyMillis));
    }
    return spec.build();
  }

  /** As histories show it; catch_up is how many missed ones are run at once. */
  Object shown() {
    int caughtUp =
        switch (catchUp) {
          case CATCH_UP_ONE -> 1;
          case CATCH_UP_ALL -> CATCH_UP_MAX;
          default -> 0;
        };
    return Operation.map(
        "every", everyMillis,
        "at", atWallMillis,
        "late_after", lateAfterMillis,
        "catch_up", caughtUp,
        "overlap", overlap.name().substring("OVERLAP_".length()).toLowerCase(Locale.ROOT));
  }
}
