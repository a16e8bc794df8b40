package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a schedule was put with, what it says that it did, and the tasks that it submitted; read
 * when it was paused or had ended and all its tasks were done.
 *
 * @param everyMillis between its instants, which are its multiples; 0: only one, at {@code at}
 * @param at wall time in milliseconds
 * @param caughtUpMax how many missed instants are run at once
 * @param next the instant that it would come to next; 0 if none
 * @param tasks in the order in which they were submitted
 */
record ScheduleAccount(
    long everyMillis,
    long at,
    long lateAfterMillis,
    long caughtUpMax,
    String overlap,
    String state,
    long put,
    long next,
    boolean buffered,
    long submitted,
    long missed,
    long overlapped,
    long refused,
    long triggered,
    List<Task> tasks) {

  /**
   * @param instant whose it is; 0: it was triggered
   * @param wall when it was submitted, in milliseconds
   * @param position of the command that submitted it
   * @param ended the position at which it ended, or 0
   */
  record Task(String id, long instant, long wall, long position, long ended) {
    private static Task of(Map<?, ?> entry) {
      String id = (String) entry.get("task");
      String name = id.substring(id.indexOf('/') + 1);
      return new Task(
          id,
          name.startsWith("now-") ? 0 : Long.parseLong(name),
          (Long) entry.get("wall"),
          (Long) entry.get("position"),
          (Long) entry.get("ended"));
    }

    boolean isTriggered() {
      return instant == 0;
    }

    @Override
    public String toString() {
      return isTriggered()
          ? "%s at %d".formatted(id, position)
          : "%s at %d, %d ms after it".formatted(id, position, wall - instant);
    }
  }

  static ScheduleAccount of(Operation put, Operation read) {
    List<Task> tasks =
        ((List<?>) read.out("tasks"))
            .stream()
                .map(entry -> Task.of((Map<?, ?>) entry))
                .sorted(Comparator.comparingLong(Task::position).thenComparingLong(Task::instant))
                .toList();
    return new ScheduleAccount(
        (Long) put.in("every"),
        (Long) put.in("at"),
        (Long) put.in("late_after"),
        (Long) put.in("catch_up"),
        (String) put.in("overlap"),
        (String) read.out("state"),
        (Long) read.out("put"),
        (Long) read.out("next"),
        (Long) read.out("buffered") != 0,
        (Long) read.out("submitted"),
        (Long) read.out("missed"),
        (Long) read.out("overlapped"),
        (Long) read.out("refused"),
        (Long) read.out("triggered"),
        tasks);
  }

  boolean isOnce() {
    return everyMillis == 0;
  }

  boolean allowsOverlap() {
    return overlap.equals("allow");
  }

  /** Its first instant after the put. */
  long first() {
    return isOnce() ? at : after(put);
  }

  /** The first instant after this wall time. */
  long after(long wall) {
    return (wall / everyMillis + 1) * everyMillis;
  }

  /** How many have passed. */
  long instants() {
    if (isOnce()) {
      return state.equals("ENDED") ? 1 : 0;
    }
    return next == 0 ? 0 : (next - first()) / everyMillis;
  }

  boolean isInstant(long wall) {
    return isOnce()
        ? wall == at
        : wall >= first() && (next == 0 || wall < next) && wall % everyMillis == 0;
  }

  boolean isLate(Task task) {
    return task.wall() - task.instant() > lateAfterMillis;
  }

  /** Those of an instant. */
  Stream<Task> scheduled() {
    return tasks.stream().filter(task -> !task.isTriggered());
  }

  /** Without its tasks, which may be many. */
  @Override
  public String toString() {
    return "%d submitted, %d missed, %d overlapped, %d refused%s"
        .formatted(submitted, missed, overlapped, refused, buffered ? ", one waits" : "");
  }
}
