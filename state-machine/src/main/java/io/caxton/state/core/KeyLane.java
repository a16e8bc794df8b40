package io.caxton.state.core;

import io.caxton.v1.Task;
import java.util.Locale;
import java.util.TreeMap;

/** The unfinished tasks of one ordering key of a queue, in the order of their submission. */
final class KeyLane {
  /** Unique in the fleet, and never changed. */
  private record Place(long position, int index) implements Comparable<Place> {
    static Place of(Task task) {
      return new Place(task.getSubmittedPosition(), task.getSubmittedIndex());
    }

    @Override
    public int compareTo(Place other) {
      return position == other.position
          ? Integer.compare(index, other.index)
          : Long.compare(position, other.position);
    }
  }

  private final TreeMap<Place, Task> pending = new TreeMap<>();
  private String running = "";
  // The one that may be granted, or null; never while one runs.
  Task open;

  void add(Task task) {
    pending.put(Place.of(task), task);
  }

  void remove(Task task) {
    if (pending.remove(Place.of(task)) == null) {
      throw new IllegalStateException("task does not wait in its lane: " + task.getId());
    }
  }

  void run(Task task) {
    if (!running.isEmpty()) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "tasks %s and %s of one key run", running, task.getId()));
    }
    running = task.getId();
  }

  void stop() {
    running = "";
  }

  boolean isEmpty() {
    return pending.isEmpty() && running.isEmpty();
  }

  /** Which one may be granted now: the first, unless one runs or it has to wait itself. */
  Task next() {
    if (!running.isEmpty() || pending.isEmpty()) {
      return null;
    }
    Task first = pending.firstEntry().getValue();
    return first.getNotBeforeTick() == 0 ? first : null;
  }
}
