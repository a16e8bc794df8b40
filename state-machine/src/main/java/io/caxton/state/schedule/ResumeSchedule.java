package io.caxton.state.schedule;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.feed.Feed;
import io.caxton.v1.Reply;
import io.caxton.v1.ResumeScheduleRequest;
import io.caxton.v1.ResumeScheduleResponse;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleState;

/** A paused schedule goes on from where it was: what passed meanwhile was missed. */
public final class ResumeSchedule {
  private final Core core;

  public ResumeSchedule(Core core) {
    this.core = core;
  }

  public Reply apply(ResumeScheduleRequest request) {
    Schedule schedule = ScheduleLookup.find(core, request.getFleet(), request.getScheduleId());
    if (schedule == null) {
      return Refusals.reply(ScheduleLookup.notFound(request.getFleet(), request.getScheduleId()));
    }
    if (schedule.getState() == ScheduleState.SCHEDULE_STATE_ENDED) {
      return Refusals.reply(Ends.refusal(schedule));
    }
    if (schedule.getState() == ScheduleState.SCHEDULE_STATE_PAUSED) {
      long position = core.progress().position();
      schedule =
          schedule.toBuilder()
              .setState(ScheduleState.SCHEDULE_STATE_ACTIVE)
              .clearNote()
              .setRevision(position)
              .setChangedPosition(position)
              .build();
      core.schedules().put(core.fleets().get(request.getFleet()), schedule);
    }
    return Reply.newBuilder()
        .setResumeSchedule(
            ResumeScheduleResponse.newBuilder()
                .setApplied(core.applied())
                .setSchedule(Feed.strip(schedule)))
        .build();
  }
}
