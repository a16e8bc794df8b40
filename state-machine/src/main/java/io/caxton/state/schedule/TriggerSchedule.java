package io.caxton.state.schedule;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.ScheduleStore;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Overlap;
import io.caxton.v1.Reply;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleState;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.TriggerScheduleRequest;
import io.caxton.v1.TriggerScheduleResponse;
import java.util.List;

/** Submits a schedule's task at once, unless its overlap policy forbids it. */
public final class TriggerSchedule {
  private final Core core;
  private final ScheduledTasks tasks;

  public TriggerSchedule(Core core) {
    this.core = core;
    this.tasks = new ScheduledTasks(core);
  }

  public Reply apply(TriggerScheduleRequest request) {
    Schedule schedule = ScheduleLookup.find(core, request.getFleet(), request.getScheduleId());
    if (schedule == null) {
      return Refusals.reply(ScheduleLookup.notFound(request.getFleet(), request.getScheduleId()));
    }
    if (schedule.getState() == ScheduleState.SCHEDULE_STATE_ENDED) {
      return Refusals.reply(Ends.refusal(schedule));
    }
    Fleet fleet = core.fleets().get(request.getFleet());
    if (schedule.getOverlap() != Overlap.OVERLAP_ALLOW && ScheduleStore.isBusy(fleet, schedule)) {
      return Refusals.reply(
          Refusals.of(
              ErrorReason.SCHEDULE_OVERLAP,
              "task \"" + schedule.getLastTaskId() + "\" is unfinished",
              "task_id",
              schedule.getLastTaskId()));
    }
    String taskId = ScheduledTasks.idNow(schedule, core.progress().position());
    SubmitResult result = tasks.submit(fleet, schedule, List.of(taskId)).getFirst();
    if (result.hasRefusal()) {
      return Refusals.reply(result.getRefusal());
    }
    core.schedules().put(fleet, ran(schedule, taskId));
    return Reply.newBuilder()
        .setTriggerSchedule(
            TriggerScheduleResponse.newBuilder().setApplied(core.applied()).setTaskId(taskId))
        .build();
  }

  private Schedule ran(Schedule schedule, String taskId) {
    Schedule.Builder ran =
        schedule.toBuilder()
            .setLastTaskId(taskId)
            .setLastInstant(core.progress().wallMillis())
            .setRuns(schedule.getRuns() + 1)
            .setTriggeredTotal(schedule.getTriggeredTotal() + 1)
            .setChangedPosition(core.progress().position());
    Ends.endIfUsedUp(ran);
    return ran.build();
  }
}
