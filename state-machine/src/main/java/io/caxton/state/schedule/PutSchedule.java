package io.caxton.state.schedule;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Labels;
import io.caxton.state.core.ScheduleStore;
import io.caxton.state.feed.Feed;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.PutScheduleRequest;
import io.caxton.v1.PutScheduleResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleState;
import java.util.Locale;
import java.util.Optional;

/**
 * Creates or replaces a schedule, which begins anew. Its first instant is left open: the leader
 * computes it.
 */
public final class PutSchedule {
  private final Core core;

  public PutSchedule(Core core) {
    this.core = core;
  }

  public Reply apply(PutScheduleRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Schedule wanted = request.getSchedule();
    Schedule before = fleet == null ? null : fleet.schedules().rows().get(wanted.getId());
    Optional<Refusal> refusal = check(request, fleet, before);
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    Fleet owner = fleet == null ? core.fleets().add(request.getFleet()) : fleet;
    Schedule schedule = begun(wanted, before);
    core.schedules().put(owner, schedule);
    return Reply.newBuilder()
        .setPutSchedule(
            PutScheduleResponse.newBuilder()
                .setApplied(core.applied())
                .setSchedule(Feed.strip(schedule)))
        .build();
  }

  private Optional<Refusal> check(PutScheduleRequest request, Fleet fleet, Schedule before) {
    Schedule wanted = request.getSchedule();
    if (request.hasExpectedRevision()) {
      Optional<Refusal> mismatch =
          Refusals.unlessRevision(
              "schedule",
              wanted.getId(),
              before == null ? 0 : before.getRevision(),
              request.getExpectedRevision());
      if (mismatch.isPresent()) {
        return mismatch;
      }
    }
    if (hasPassed(wanted)) {
      return Optional.of(never(wanted.getId()));
    }
    if (fleet == null && core.fleets().size() >= core.limits().fleetsMax()) {
      return Optional.of(Refusals.limit("fleets", core.limits().fleetsMax()));
    }
    return fleet != null
            && before == null
            && fleet.schedules().rows().size() >= ScheduleStore.SCHEDULES_MAX
        ? Optional.of(Refusals.limit("schedules", ScheduleStore.SCHEDULES_MAX))
        : Optional.empty();
  }

  private boolean hasPassed(Schedule wanted) {
    long now = core.progress().wallMillis();
    return (wanted.getSpec().hasAt() && wanted.getSpec().getAt().getWallMillis() <= now)
        || (wanted.getUntilWallMillis() != 0 && wanted.getUntilWallMillis() <= now);
  }

  private Refusal never(String id) {
    long now = core.progress().wallMillis();
    return Refusals.of(
        ErrorReason.SCHEDULE_NEVER,
        String.format(Locale.ROOT, "schedule \"%s\" would never run: it is %d already", id, now),
        "wall_millis",
        Long.toString(now));
  }

  private Schedule begun(Schedule wanted, Schedule before) {
    long position = core.progress().position();
    Schedule.Builder schedule =
        Schedule.newBuilder()
            .setId(wanted.getId())
            .setSpec(wanted.getSpec())
            .setTask(wanted.getTask())
            .setCatchUp(wanted.getCatchUp())
            .setCatchUpMax(wanted.getCatchUpMax())
            .setLateAfterMillis(wanted.getLateAfterMillis())
            .setOverlap(wanted.getOverlap())
            .setUntilWallMillis(wanted.getUntilWallMillis())
            .setRunsMax(wanted.getRunsMax())
            .addAllLabels(Labels.sorted(wanted.getLabelsList()))
            .setState(ScheduleState.SCHEDULE_STATE_ACTIVE)
            .setCreatedPosition(position)
            .setRevision(position)
            .setChangedPosition(position)
            .setPutWallMillis(core.progress().wallMillis());
    if (before != null) {
      schedule
          .setLastTaskId(before.getLastTaskId())
          .setLastInstant(before.getLastInstant())
          .setTriggeredTotal(before.getTriggeredTotal())
          .setSubmittedTotal(before.getSubmittedTotal())
          .setMissedTotal(before.getMissedTotal() + (before.getBufferedInstant() == 0 ? 0 : 1))
          .setOverlappedTotal(before.getOverlappedTotal())
          .setRefusedTotal(before.getRefusedTotal())
          .setCreatedPosition(before.getCreatedPosition());
      if (before.getState() == ScheduleState.SCHEDULE_STATE_PAUSED) {
        schedule.setState(before.getState()).setNote(before.getNote());
      }
    }
    return schedule.build();
  }
}
