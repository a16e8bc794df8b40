package io.caxton.state;

import io.caxton.v1.CatchUp;
import io.caxton.v1.Command;
import io.caxton.v1.DeleteScheduleRequest;
import io.caxton.v1.FireSchedule;
import io.caxton.v1.NewTask;
import io.caxton.v1.Overlap;
import io.caxton.v1.PauseScheduleRequest;
import io.caxton.v1.PutScheduleRequest;
import io.caxton.v1.ResumeScheduleRequest;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import io.caxton.v1.TriggerScheduleRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** The part of a random history that is about schedules; it plays their leader too. */
final class RandomSchedules {
  private final Random random;
  private final RandomHistory history;

  RandomSchedules(Random random, RandomHistory history) {
    this.random = random;
    this.history = history;
  }

  void fill(Command.Builder command) {
    switch (random.nextInt(16)) {
      case 0, 1 -> put(command);
      case 2 ->
          command.setPauseSchedule(
              PauseScheduleRequest.newBuilder()
                  .setCall(history.call())
                  .setFleet(history.fleet())
                  .setScheduleId(id())
                  .setNote("random"));
      case 3, 4 ->
          command.setResumeSchedule(
              ResumeScheduleRequest.newBuilder()
                  .setCall(history.call())
                  .setFleet(history.fleet())
                  .setScheduleId(id()));
      case 5, 6 ->
          command.setTriggerSchedule(
              TriggerScheduleRequest.newBuilder()
                  .setCall(history.call())
                  .setFleet(history.fleet())
                  .setScheduleId(id()));
      case 7 -> {
        DeleteScheduleRequest.Builder delete =
            DeleteScheduleRequest.newBuilder()
                .setCall(history.call())
                .setFleet(history.fleet())
                .setScheduleId(id());
        if (random.nextBoolean()) {
          delete.setExpectedRevision(1 + random.nextInt(50));
        }
        command.setDeleteSchedule(delete);
      }
      default -> fire(command);
    }
  }

  private void put(Command.Builder command) {
    Schedule.Builder schedule =
        Schedule.newBuilder()
            .setId(id())
            .setSpec(
                ScheduleSpec.newBuilder()
                    .setEvery(ScheduleSpec.Every.newBuilder().setEveryMillis(1_000)))
            .setTask(NewTask.newBuilder().setQueue("q" + random.nextInt(3)))
            .setCatchUpValue(random.nextInt(CatchUp.values().length - 1))
            .setCatchUpMax(random.nextInt(4))
            .setLateAfterMillis(random.nextBoolean() ? 0 : 100 + random.nextInt(2_000))
            .setOverlapValue(random.nextInt(Overlap.values().length - 1));
    if (random.nextInt(4) == 0) {
      schedule.setRunsMax(1 + random.nextInt(5));
    }
    if (random.nextInt(4) == 0) {
      schedule.setUntilWallMillis(history.state().wallMillis() + random.nextInt(20_000));
    }
    PutScheduleRequest.Builder request =
        PutScheduleRequest.newBuilder()
            .setCall(history.call())
            .setFleet(random.nextInt(8) == 0 ? "schedules-only" : history.fleet())
            .setSchedule(schedule);
    if (random.nextInt(3) == 0) {
      request.setExpectedRevision(0);
    }
    command.setPutSchedule(request);
  }

  /** As a leader would, at times with what is stale or comes from a clock that is ahead. */
  private void fire(Command.Builder command) {
    List<Schedule> all = new ArrayList<>(history.state().schedules("").values());
    if (all.isEmpty()) {
      put(command);
      return;
    }
    all.sort(Comparator.comparing(Schedule::getId));
    Schedule schedule = all.get(random.nextInt(all.size()));
    long wall = history.state().wallMillis() + (random.nextInt(10) == 0 ? 5_000 : 0);
    FireSchedule.Builder fire =
        FireSchedule.newBuilder()
            .setScheduleId(schedule.getId())
            .setRevision(schedule.getRevision() - (random.nextInt(12) == 0 ? 1 : 0))
            .setInstant(schedule.getNextInstant() + (random.nextInt(12) == 0 ? 1 : 0));
    long next =
        schedule.getNextInstant() == 0
            ? schedule.getPutWallMillis() + 1 + random.nextInt(1_000)
            : schedule.getNextInstant();
    while (next <= wall) {
      if (fire.getDueCount() < 20) {
        fire.addDue(next);
      }
      next += 200 + random.nextInt(2_000);
    }
    fire.setOlder(random.nextInt(10) == 0 ? random.nextInt(5) : 0);
    fire.setNextInstant(random.nextInt(30) == 0 ? 0 : next);
    if (random.nextInt(40) == 0) {
      fire.setProblem("random");
    }
    command.setFireSchedule(fire);
  }

  private String id() {
    return "s" + random.nextInt(4);
  }
}
