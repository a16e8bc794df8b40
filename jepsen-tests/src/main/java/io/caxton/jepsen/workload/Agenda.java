package io.caxton.jepsen.workload;

import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** What a worker means to do, each not before its time. For one thread. */
final class Agenda<T> {
  private record Entry<T>(long atNanos, T what) {}

  private final PriorityQueue<Entry<T>> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::atNanos));

  void add(int inMillis, T what) {
    entries.add(new Entry<>(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(inMillis), what));
  }

  /** Takes the first whose time has come, if one's has. */
  Optional<T> due() {
    Entry<T> next = entries.peek();
    return next != null && System.nanoTime() - next.atNanos() >= 0
        ? Optional.of(entries.remove().what())
        : Optional.empty();
  }

  int size() {
    return entries.size();
  }
}
