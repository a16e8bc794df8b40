package io.caxton.jepsen.bug;

import java.util.List;

/** Seeded bugs of what a queue promises beyond its single tasks. */
final class QueueCatalogue {
  private static final String STATE = "io.caxton.state.";
  private static final String LANE = STATE + "core.KeyLane";

  static final List<Catalogue.Entry> ENTRIES =
      List.of(
          new Catalogue.Entry(
              new SeededBug(
                  "retry-overtaken",
                  "a task that waits for its next attempt lets others of its ordering key pass",
                  20,
                  "keys",
                  List.of("pause"),
                  10),
              List.of(new Patch(LANE, "next", 0, QueueBugs.PassWaiting.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "two-of-a-key",
                  "the next task of an ordering key is granted while one runs",
                  20,
                  "keys",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(LANE, "next", 0, QueueBugs.PassRunning.class),
                  new Patch(LANE, "run", 1, QueueBugs.RunBeside.class),
                  new Patch(LANE, "isEmpty", 0, QueueBugs.NeverEmpty.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "late-result-taken",
                  "a late result is taken while nobody has the task, whatever its policy",
                  21,
                  "dead",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(STATE + "task.LateResult", "isWelcome", 3, QueueBugs.AnyPolicy.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "redriven-stays-dead",
                  "a dead letter that was redriven stays one, and is redriven again",
                  21,
                  "dead",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(STATE + "core.TaskStore", "replace", 3, QueueBugs.StaysDead.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "schedule-loses-instant",
                  "some instants are passed over: neither run nor counted",
                  22,
                  "schedules",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(STATE + "schedule.Firing", "take", 3, QueueBugs.LoseInstant.class))),
          new Catalogue.Entry(
              new SeededBug(
                  "schedule-overlaps",
                  "some instants are run beside the task before, whatever the policy",
                  22,
                  "schedules",
                  List.of("pause"),
                  10),
              List.of(
                  new Patch(STATE + "core.ScheduleStore", "isBusy", 2, QueueBugs.NotBusy.class))));

  private QueueCatalogue() {}
}
