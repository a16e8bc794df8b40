package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.checker.StoredTasks;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.GetScheduleResponse;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleState;
import io.caxton.v1.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * Pauses a schedule, triggers others, puts some that come once, and resumes it; in the end reads
 * what all of them say that they did, and their tasks.
 */
final class ScheduleKeeper {
  private static final List<String> PAUSED = List.of("skip", "one", "all", "buffered");
  private static final List<String> TRIGGERED = List.of("each", "alone");

  /** That many instants more, and none of those that come once, when the faults are over. */
  private static final int MORE_INSTANTS = 3;

  /** The longest is that of cron. */
  private static final Duration SERVED = Duration.ofSeconds(75);

  private static final Duration FINAL_READ = Duration.ofSeconds(20);

  private final Caller caller;
  private final CaxtonClient client;
  private final String queue;
  private final List<ScheduleKind> always;
  private final List<ScheduleKind> once;
  private final Random random;
  private int steps;
  private String paused = "";

  /**
   * @param once is added to by whoever puts one, for whoever reads them
   */
  ScheduleKeeper(
      Caller caller,
      CaxtonClient client,
      String queue,
      List<ScheduleKind> always,
      List<ScheduleKind> once,
      Random random) {
    this.caller = caller;
    this.client = client;
    this.queue = queue;
    this.always = always;
    this.once = once;
    this.random = random;
  }

  void step() {
    switch (steps++ % 7) {
      case 0 -> pause();
      case 6 -> resume(paused);
      case 2, 4 -> {
        long at = System.currentTimeMillis() + 2_000 + random.nextInt(4_000);
        ScheduleKind kind = ScheduleKind.once(once.size(), at);
        once.add(kind);
        put(kind);
      }
      default -> trigger(TRIGGERED.get(random.nextInt(TRIGGERED.size())));
    }
  }

  Optional<Schedule> put(ScheduleKind kind) {
    return caller.change(
        "put",
        kind.id(),
        kind.shown(),
        () ->
            CaxtonException.join(client.schedules().put(kind.schedule(queue), OptionalLong.of(0))),
        schedule -> null);
  }

  private void pause() {
    paused = PAUSED.get(random.nextInt(PAUSED.size()));
    caller.change(
        "pause",
        paused,
        null,
        () -> CaxtonException.join(client.schedules().pause(paused, "for a while")),
        schedule -> null);
  }

  private void resume(String id) {
    caller.change(
        "resume",
        id,
        null,
        () -> CaxtonException.join(client.schedules().resume(id)),
        schedule -> null);
  }

  /** Its task's id, or "" if the last one is unfinished. */
  private void trigger(String id) {
    caller.change(
        "trigger",
        id,
        null,
        () -> {
          try {
            return CaxtonException.join(client.schedules().trigger(id));
          } catch (CaxtonException failure) {
            if (failure.definite() && failure.reason() == ErrorReason.SCHEDULE_OVERLAP) {
              return "";
            }
            throw failure;
          }
        },
        task -> Operation.map("task", task));
  }

  /** Waits until each has come to some instants after now, and those that come once are over. */
  void untilServed() {
    for (ScheduleKind kind : always) {
      Calls.untilAnswered(() -> client.schedules().resume(kind.id()));
    }
    for (ScheduleKind kind : always) {
      // Those that come once a minute: the first instant since the put is enough.
      boolean often = kind.everyMillis() < 60_000;
      long from = often ? get(kind).map(Schedule::getNextInstant).orElse(0L) : 0;
      Calls.untilPresent(
          SERVED,
          () ->
              get(kind)
                  .filter(
                      schedule ->
                          schedule.getNextInstant()
                                  > from + (long) MORE_INSTANTS * kind.everyMillis()
                              && schedule.getSubmittedTotal() > 0));
    }
    for (ScheduleKind kind : once) {
      Calls.untilPresent(
          FINAL_READ,
          () -> {
            Optional<Schedule> schedule = get(kind);
            boolean over =
                schedule.isEmpty()
                    || schedule.get().getState() == ScheduleState.SCHEDULE_STATE_ENDED;
            return over ? Optional.of(kind) : Optional.empty();
          });
    }
  }

  void pauseAll() {
    for (ScheduleKind kind : always) {
      Calls.untilAnswered(() -> client.schedules().pause(kind.id(), "the end"));
    }
  }

  private Optional<Schedule> get(ScheduleKind kind) {
    return Calls.joinIfThere(client.schedules().get(kind.id(), ReadOptions.getDefaultInstance()))
        .map(GetScheduleResponse::getSchedule);
  }

  void readAll() {
    Optional<Map<String, Task>> tasks =
        Calls.untilPresent(FINAL_READ, () -> Optional.of(StoredTasks.of(client, queue)));
    List<ScheduleKind> all = new ArrayList<>(always);
    all.addAll(once);
    for (ScheduleKind kind : all) {
      Calls.untilPresent(
          FINAL_READ,
          () ->
              caller.look(
                  "account",
                  kind.id(),
                  null,
                  () -> get(kind),
                  schedule ->
                      schedule.map(found -> account(found, tasks.orElseThrow())).orElse(null)));
    }
  }

  private static Object account(Schedule schedule, Map<String, Task> tasks) {
    List<Object> own =
        tasks.values().stream()
            .filter(task -> task.getId().startsWith(schedule.getId() + "/"))
            .map(ScheduleKeeper::shown)
            .toList();
    return Operation.map(
        "state", schedule.getState().name().substring("SCHEDULE_STATE_".length()),
        "put", schedule.getPutWallMillis(),
        "next", schedule.getNextInstant(),
        "buffered", schedule.getBufferedInstant(),
        "submitted", schedule.getSubmittedTotal(),
        "missed", schedule.getMissedTotal(),
        "overlapped", schedule.getOverlappedTotal(),
        "refused", schedule.getRefusedTotal(),
        "triggered", schedule.getTriggeredTotal(),
        "tasks", own);
  }

  /** Its id, when and where it was submitted, and where it ended, or 0. */
  private static Object shown(Task task) {
    return Operation.map(
        "task", task.getId(),
        "wall", task.getSubmittedWallMillis(),
        "position", task.getSubmittedPosition(),
        "ended", task.getFinishedTick() == 0 ? 0 : task.getRevision());
  }
}
