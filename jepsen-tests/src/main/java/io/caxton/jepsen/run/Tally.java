package io.caxton.jepsen.run;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Op.Type;
import io.caxton.jepsen.nemesis.Availability;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts operations while they go by. Thread-safe. */
final class Tally {
  private final Availability availability;
  private final Map<Type, Long> all = new EnumMap<>(Type.class);
  private final Map<Type, Long> withMajority = new EnumMap<>(Type.class);
  private final Map<Integer, Boolean> servable = new HashMap<>();
  private final Set<String> kinds = new HashSet<>();
  private Map<String, Long> firstOk = new HashMap<>();

  Tally(Availability availability) {
    this.availability = availability;
  }

  synchronized void count(Op op) {
    if (op.type() == Type.INVOKE) {
      servable.put(op.process(), !availability.wasLost(op.timeNanos()));
      return;
    }
    all.merge(op.type(), 1L, Long::sum);
    Boolean begunInTime = servable.remove(op.process());
    if (Boolean.TRUE.equals(begunInTime) && !availability.wasLost(op.timeNanos())) {
      withMajority.merge(op.type(), 1L, Long::sum);
    }
    if (op.type() == Type.OK) {
      kinds.add(op.f());
      firstOk.putIfAbsent(op.f(), op.timeNanos());
    }
  }

  /** Of every operation that ended. */
  synchronized long ended(Type type) {
    return all.getOrDefault(type, 0L);
  }

  synchronized long ended() {
    return all.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Of those that began and ended while a majority was there. */
  synchronized long endedWithMajority(Type type) {
    return withMajority.getOrDefault(type, 0L);
  }

  synchronized long endedWithMajority() {
    return withMajority.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The kinds that ever succeeded. */
  synchronized Set<String> kinds() {
    return Set.copyOf(kinds);
  }

  /** Forgets when kinds succeeded: from now on counts anew. */
  synchronized void markProgress() {
    firstOk = new HashMap<>();
  }

  /** When each kind first succeeded since the mark. */
  synchronized Map<String, Long> progress() {
    return Map.copyOf(firstOk);
  }
}
