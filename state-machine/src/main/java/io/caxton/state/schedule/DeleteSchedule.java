package io.caxton.state.schedule;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.v1.DeleteScheduleRequest;
import io.caxton.v1.DeleteScheduleResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Schedule;
import java.util.Optional;

/** Removes a schedule, if it still has the expected revision. */
public final class DeleteSchedule {
  private final Core core;

  public DeleteSchedule(Core core) {
    this.core = core;
  }

  public Reply apply(DeleteScheduleRequest request) {
    String id = request.getScheduleId();
    Schedule schedule = ScheduleLookup.find(core, request.getFleet(), id);
    if (schedule == null) {
      return Refusals.reply(ScheduleLookup.notFound(request.getFleet(), id));
    }
    if (request.hasExpectedRevision()) {
      Optional<Refusal> refusal =
          Refusals.unlessRevision(
              "schedule", id, schedule.getRevision(), request.getExpectedRevision());
      if (refusal.isPresent()) {
        return Refusals.reply(refusal.get());
      }
    }
    core.schedules().remove(core.fleets().get(request.getFleet()), schedule);
    return Reply.newBuilder()
        .setDeleteSchedule(DeleteScheduleResponse.newBuilder().setApplied(core.applied()))
        .build();
  }
}
