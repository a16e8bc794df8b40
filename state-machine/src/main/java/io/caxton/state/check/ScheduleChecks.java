package io.caxton.state.check;

import com.google.protobuf.Message;
import io.caxton.v1.CatchUp;
import io.caxton.v1.DeleteScheduleRequest;
import io.caxton.v1.GetScheduleRequest;
import io.caxton.v1.ListSchedulesRequest;
import io.caxton.v1.Overlap;
import io.caxton.v1.PauseScheduleRequest;
import io.caxton.v1.PutScheduleRequest;
import io.caxton.v1.ResumeScheduleRequest;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import io.caxton.v1.TriggerScheduleRequest;

/** Requests about schedules. Whether a cron expression means anything the server looks at. */
final class ScheduleChecks {
  /** Room for the instant in the ids of its tasks. */
  private static final int ID_CHARACTERS_MAX = 200;

  private static final int PAYLOAD_BYTES_MAX = 64 << 10;
  private static final long EVERY_MILLIS_MIN = 1_000;
  private static final long EVERY_MILLIS_MAX = 31_536_000_000L;
  private static final int EXPRESSION_CHARACTERS_MAX = 256;
  private static final int ZONE_CHARACTERS_MAX = 64;
  private static final int CATCH_UP_MAX = 300;
  private static final int LATE_AFTER_MILLIS_MIN = 100;
  private static final int LATE_AFTER_MILLIS_MAX = 600_000;
  private static final int NOTE_BYTES_MAX = 256;

  private ScheduleChecks() {}

  static void check(Checks checks, PutScheduleRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    if (!request.hasSchedule()) {
      checks.fail(Path.ROOT, "schedule", "not given", "it must be");
    }
    Path path = Path.ROOT.in("schedule");
    Schedule schedule = request.getSchedule();
    checks.name(path, "id", schedule.getId(), Characters.ID, ID_CHARACTERS_MAX);
    spec(checks, path, schedule);
    task(checks, path.in("task"), schedule);
    if (schedule.getCatchUp() == CatchUp.UNRECOGNIZED) {
      checks.fail(
          path, "catch_up", Integer.toString(schedule.getCatchUpValue()), "it must be 0 to 3");
    }
    checks.range(path, "catch_up_max", schedule.getCatchUpMax(), 0, CATCH_UP_MAX);
    checks.rangeOrZero(
        path,
        "late_after_millis",
        schedule.getLateAfterMillis(),
        LATE_AFTER_MILLIS_MIN,
        LATE_AFTER_MILLIS_MAX);
    if (schedule.getOverlap() == Overlap.UNRECOGNIZED) {
      checks.fail(
          path, "overlap", Integer.toString(schedule.getOverlapValue()), "it must be 0 to 3");
    }
    checks.range(path, "until_wall_millis", schedule.getUntilWallMillis(), 0, Long.MAX_VALUE);
    checks.range(path, "runs_max", schedule.getRunsMax(), 0, Long.MAX_VALUE);
    CommonChecks.labels(checks, path, schedule.getLabelsList());
    written(checks, path, schedule);
  }

  private static void spec(Checks checks, Path path, Schedule schedule) {
    ScheduleSpec spec = schedule.getSpec();
    Path in = path.in("spec");
    switch (spec.getSpecCase()) {
      case AT ->
          checks.range(in.in("at"), "wall_millis", spec.getAt().getWallMillis(), 1, Long.MAX_VALUE);
      case EVERY -> {
        Path every = in.in("every");
        checks.range(
            every,
            "every_millis",
            spec.getEvery().getEveryMillis(),
            EVERY_MILLIS_MIN,
            EVERY_MILLIS_MAX);
        checks.range(
            every,
            "anchor_wall_millis",
            spec.getEvery().getAnchorWallMillis(),
            0,
            Long.MAX_VALUE - EVERY_MILLIS_MAX);
      }
      case CRON -> {
        int length = spec.getCron().getExpression().length();
        if (length < 1 || length > EXPRESSION_CHARACTERS_MAX) {
          checks.fail(
              in.in("cron"),
              "expression",
              length + " characters long",
              "it must have 1 to " + EXPRESSION_CHARACTERS_MAX);
        }
        checks.textMax(in.in("cron"), "zone", spec.getCron().getZone(), ZONE_CHARACTERS_MAX);
      }
      case SPEC_NOT_SET ->
          checks.fail(path, "spec", "not given", "one of at, every and cron must be");
    }
  }

  private static void task(Checks checks, Path path, Schedule schedule) {
    if (!schedule.getTask().getId().isEmpty()) {
      checks.fail(path, "id", "given", "it must be empty: each instant has its own");
    }
    if (schedule.getTask().getDeadlineWallMillis() != 0) {
      checks.fail(
          path, "deadline_wall_millis", "given", "it must be 0: it holds for one time only");
    }
    checks.bytesMax(path, "payload", schedule.getTask().getPayload().size(), PAYLOAD_BYTES_MAX);
    TaskChecks.newTask(checks, path, schedule.getTask());
  }

  private static void written(Checks checks, Path path, Schedule schedule) {
    for (var field : schedule.getAllFields().keySet()) {
      if (field.getNumber() >= Schedule.STATE_FIELD_NUMBER) {
        checks.fail(path, field.getName(), "given", "only fields 1 to 10 can be put");
      }
    }
  }

  static void check(Checks checks, DeleteScheduleRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    id(checks, request.getScheduleId());
  }

  static void check(Checks checks, PauseScheduleRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    id(checks, request.getScheduleId());
    checks.textMax(Path.ROOT, "note", request.getNote(), NOTE_BYTES_MAX);
  }

  static void check(Checks checks, ResumeScheduleRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    id(checks, request.getScheduleId());
  }

  static void check(Checks checks, TriggerScheduleRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    id(checks, request.getScheduleId());
  }

  private static void id(Checks checks, String id) {
    checks.name(Path.ROOT, "schedule_id", id, Characters.ID, ID_CHARACTERS_MAX);
  }

  /** Those that change nothing. */
  static void checkRead(Checks checks, Message request) {
    switch (request) {
      case GetScheduleRequest get -> {
        ReadChecks.reading(checks, get.getFleet(), get.getRead());
        id(checks, get.getScheduleId());
      }
      case ListSchedulesRequest list -> {
        ReadChecks.reading(checks, list.getFleet(), list.getRead());
        ReadChecks.prefix(checks, Path.ROOT, "id_prefix", list.getIdPrefix());
        CommonChecks.labels(checks, Path.ROOT, list.getLabelsList());
        ReadChecks.known(
            checks, Path.ROOT, "states", list.getStatesList(), list.getStatesValueList());
        ReadChecks.page(checks, list.getPage());
      }
      default -> throw new IllegalArgumentException(request.getClass() + " is not a read");
    }
  }
}
