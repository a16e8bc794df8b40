package io.caxton.state.schedule;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.feed.Feed;
import io.caxton.v1.PauseScheduleRequest;
import io.caxton.v1.PauseScheduleResponse;
import io.caxton.v1.Reply;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleState;

/** From here on the schedule submits nothing by itself. */
public final class PauseSchedule {
  private final Core core;

  public PauseSchedule(Core core) {
    this.core = core;
  }

  public Reply apply(PauseScheduleRequest request) {
    Schedule schedule = ScheduleLookup.find(core, request.getFleet(), request.getScheduleId());
    if (schedule == null) {
      return Refusals.reply(ScheduleLookup.notFound(request.getFleet(), request.getScheduleId()));
    }
    if (schedule.getState() == ScheduleState.SCHEDULE_STATE_ENDED) {
      return Refusals.reply(Ends.refusal(schedule));
    }
    if (schedule.getState() != ScheduleState.SCHEDULE_STATE_PAUSED) {
      long position = core.progress().position();
      schedule =
          schedule.toBuilder()
              .setState(ScheduleState.SCHEDULE_STATE_PAUSED)
              .setNote(request.getNote())
              .setRevision(position)
              .setChangedPosition(position)
              .build();
      core.schedules().put(core.fleets().get(request.getFleet()), schedule);
    }
    return Reply.newBuilder()
        .setPauseSchedule(
            PauseScheduleResponse.newBuilder()
                .setApplied(core.applied())
                .setSchedule(Feed.strip(schedule)))
        .build();
  }
}
