package io.caxton.jepsen.checker;

import io.caxton.jepsen.checker.ScheduleAccount.Task;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What holds of the instants of one schedule and their tasks.
 *
 * @param say is told what is wrong
 */
record ScheduleRules(ScheduleAccount account, Consumer<String> say) {
  /** No run is as long. */
  private static final long LATE_NEVER_MILLIS = 300_000;

  void judge() {
    everyInstantIsAccountedFor();
    List<Task> tasks = account.scheduled().toList();
    for (int i = 0; i < tasks.size(); i++) {
      if (!account.isInstant(tasks.get(i).instant())) {
        say.accept("a task of no instant of its: " + tasks.get(i));
      }
      if (i > 0 && tasks.get(i).instant() <= tasks.get(i - 1).instant()) {
        say.accept("out of order or twice: " + tasks.get(i - 1) + ", " + tasks.get(i));
      }
    }
    if (account.allowsOverlap()) {
      catchUp(tasks);
    } else {
      oneAfterTheOther();
      if (account.overlap().equals("buffer_one")) {
        buffered(tasks);
      }
    }
  }

  private void everyInstantIsAccountedFor() {
    long tasks = account.scheduled().count();
    if (account.submitted() != tasks) {
      say.accept("%d submitted, and %d are there".formatted(account.submitted(), tasks));
    }
    if (account.triggered() != account.tasks().size() - tasks) {
      say.accept(
          "%d triggered, and %d are there"
              .formatted(account.triggered(), account.tasks().size() - tasks));
    }
    long accounted =
        account.submitted()
            + account.missed()
            + account.overlapped()
            + account.refused()
            + (account.buffered() ? 1 : 0);
    if (accounted != account.instants()) {
      say.accept("%d instants, but %s".formatted(account.instants(), account));
    }
    if (account.refused() > 0) {
      say.accept("refused although there was room: " + account);
    }
    if (account.allowsOverlap() && (account.overlapped() > 0 || account.buffered())) {
      say.accept("left out though they may overlap: " + account);
    }
    if (account.lateAfterMillis() > LATE_NEVER_MILLIS && account.missed() > 0) {
      say.accept("missed what cannot be late: " + account);
    }
  }

  /** Of what is served together the newest late ones are run, and all that is not late. */
  private void catchUp(List<Task> tasks) {
    Map<Long, Long> late =
        tasks.stream()
            .filter(account::isLate)
            .collect(Collectors.groupingBy(Task::position, Collectors.counting()));
    late.forEach(
        (position, count) -> {
          if (count > account.caughtUpMax()) {
            say.accept("%d late ones at once, at %d".formatted(count, position));
          }
        });
    long expected = account.first();
    for (Task task : tasks) {
      if (task.instant() > expected) {
        // What was left out came before the last that was caught up with, or was too old with it.
        if (!account.isLate(task)) {
          leftOut(task, task.instant() - account.everyMillis());
        } else if (late.get(task.position()) < account.caughtUpMax()) {
          say.accept("fewer caught up with than may be, before " + task);
        }
      }
      expected = task.instant() + account.everyMillis();
    }
  }

  /** The newest that was left out before a task that was in time. */
  private void leftOut(Task next, long instant) {
    if (next.wall() - instant <= account.lateAfterMillis()) {
      say.accept("%d was left out though it was not late, before %s".formatted(instant, next));
    } else if (account.caughtUpMax() > 0) {
      say.accept("%d was the newest missed one and not caught up with".formatted(instant));
    }
  }

  /** Also what was triggered. */
  private void oneAfterTheOther() {
    Task before = null;
    for (Task task : account.tasks()) {
      if (before != null && (before.ended() == 0 || before.ended() >= task.position())) {
        say.accept("%s beside %s, which ended at %d".formatted(task, before, before.ended()));
      }
      before = task;
    }
  }

  /** The first instant after a task was submitted comes next, however long that task takes. */
  private void buffered(List<Task> tasks) {
    for (int i = 1; i < tasks.size(); i++) {
      long first = account.after(tasks.get(i - 1).wall());
      if (tasks.get(i).instant() > first) {
        say.accept(
            "%d was left out between %s and %s".formatted(first, tasks.get(i - 1), tasks.get(i)));
      }
    }
  }
}
