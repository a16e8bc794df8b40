package io.caxton.jepsen.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Events in the order of their simulated time; equal times in the order in which they were made.
 */
final class Scheduler {
  private record Event(long atMillis, long serial, Runnable action) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::atMillis).thenComparingLong(Event::serial));
  private long nowMillis;
  private long serial;

  /** True time since the beginning. */
  long nowMillis() {
    return nowMillis;
  }

  void in(long millis, Runnable action) {
    events.add(new Event(nowMillis + millis, serial++, action));
  }

  /** Runs the next event; false if there is none. */
  boolean runNext() {
    Event next = events.poll();
    if (next == null) {
      return false;
    }
    nowMillis = Math.max(nowMillis, next.atMillis());
    next.action().run();
    return true;
  }

  /** Time passes, and what was to happen meanwhile happens later. */
  void pass(long millis) {
    nowMillis += millis;
  }
}
