package io.caxton.client.cli;

import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Table;
import io.caxton.client.console.Text;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import io.caxton.v1.ScheduleState;
import java.util.List;

/** Schedules as people read them. */
final class ScheduleText {
  private ScheduleText() {}

  static Table table(List<Schedule> schedules) {
    Table table = new Table("ID", "WHEN", "STATE", "NEXT", "LAST", ">RUNS", ">MISSED");
    for (Schedule schedule : schedules) {
      table.row(
          schedule.getId(),
          when(schedule.getSpec()),
          state(schedule.getState()),
          Names.wall(schedule.getNextInstant()),
          Names.wall(schedule.getLastInstant()),
          schedule.getRuns(),
          schedule.getMissedTotal());
    }
    return table;
  }

  static Sheet sheet(Schedule schedule) {
    return new Sheet()
        .line("id", schedule.getId())
        .line("when", when(schedule.getSpec()))
        .line("state", state(schedule.getState()))
        .line("note", schedule.getNote())
        .line("next", Names.wall(schedule.getNextInstant()))
        .line("buffered", Names.wall(schedule.getBufferedInstant()))
        .line("last", Names.wall(schedule.getLastInstant()))
        .line("last task", schedule.getLastTaskId())
        .line("queue", schedule.getTask().getQueue())
        .line("payload", Names.bytes(schedule.getTask().getPayload()))
        .line("catch up", ProtoJson.name(schedule.getCatchUp().getValueDescriptor()))
        .line("overlap", ProtoJson.name(schedule.getOverlap().getValueDescriptor()))
        .line("until", Names.wall(schedule.getUntilWallMillis()))
        .line("runs", schedule.getRuns() + bound(schedule.getRunsMax()))
        .line("submitted", schedule.getSubmittedTotal())
        .line("triggered", schedule.getTriggeredTotal())
        .line("missed", schedule.getMissedTotal())
        .line("overlapped", schedule.getOverlappedTotal())
        .line("refused", schedule.getRefusedTotal())
        .line("last refusal", schedule.getLastRefusal().getMessage())
        .line("labels", Names.labels(schedule.getLabelsList()))
        .line("revision", schedule.getRevision());
  }

  private static String bound(long max) {
    return max == 0 ? "" : " of " + max;
  }

  static String state(ScheduleState state) {
    return state == ScheduleState.UNRECOGNIZED ? "?" : ProtoJson.name(state.getValueDescriptor());
  }

  private static String when(ScheduleSpec spec) {
    return switch (spec.getSpecCase()) {
      case AT -> "at " + Names.wall(spec.getAt().getWallMillis());
      case EVERY -> "every " + Text.millis(spec.getEvery().getEveryMillis());
      case CRON ->
          spec.getCron().getExpression()
              + (spec.getCron().getZone().isEmpty() ? "" : " " + spec.getCron().getZone());
      case SPEC_NOT_SET -> "(unknown)";
    };
  }
}
