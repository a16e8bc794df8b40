package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Which number stands at which place of one log, as all answers and reads say; they must agree, and
 * each number has one place.
 */
final class Sequence {
  /** A number at its place, as a read gives it: a list of the two. */
  record Entry(long seq, long number) {}

  private final String key;
  private final Findings findings;
  private final Map<Long, Long> numbers = new HashMap<>();
  private final Map<Long, Long> places = new HashMap<>();

  Sequence(String key, Findings findings) {
    this.key = key;
    this.findings = findings;
  }

  static List<Entry> entries(Object read) {
    List<Entry> entries = new ArrayList<>();
    for (Object pair : (List<?>) read) {
      List<?> both = (List<?>) pair;
      entries.add(new Entry((Long) both.get(0), (Long) both.get(1)));
    }
    return entries;
  }

  void place(long seq, long number, Operation by) {
    Long other = numbers.putIfAbsent(seq, number);
    if (other != null && other != number) {
      anomaly("place %d holds %d and %d: %s".formatted(seq, other, number, by));
    }
    Long before = places.putIfAbsent(number, seq);
    if (before != null && before != seq) {
      anomaly("%d is there twice, at %d and at %d: %s".formatted(number, before, seq, by));
    }
  }

  /** All of a read, which must be dense. */
  void place(List<Entry> entries, Operation by) {
    for (int i = 0; i < entries.size(); i++) {
      if (i > 0 && entries.get(i).seq() != entries.get(i - 1).seq() + 1) {
        anomaly(
            "after %d comes %d: %s".formatted(entries.get(i - 1).seq(), entries.get(i).seq(), by));
      }
      place(entries.get(i).seq(), entries.get(i).number(), by);
    }
  }

  Optional<Long> at(long seq) {
    return Optional.ofNullable(numbers.get(seq));
  }

  Optional<Long> placeOf(long number) {
    return Optional.ofNullable(places.get(number));
  }

  boolean has(long number) {
    return places.containsKey(number);
  }

  Iterable<Long> all() {
    return places.keySet();
  }

  /** What was answered before another call began has the lower place. */
  void checkRealTime(List<Operation> acknowledged, ToLongFunction<Operation> place) {
    List<Operation> byEnd = new ArrayList<>(acknowledged);
    byEnd.sort((a, b) -> Long.compare(a.endNanos(), b.endNanos()));
    List<Operation> byStart = new ArrayList<>(acknowledged);
    byStart.sort((a, b) -> Long.compare(a.startNanos(), b.startNanos()));
    Operation highest = null;
    int ended = 0;
    for (Operation call : byStart) {
      for (; ended < byEnd.size() && byEnd.get(ended).before(call); ended++) {
        Operation next = byEnd.get(ended);
        if (highest == null || place.applyAsLong(next) > place.applyAsLong(highest)) {
          highest = next;
        }
      }
      if (highest != null && place.applyAsLong(highest) >= place.applyAsLong(call)) {
        anomaly("the later one has the lower place: " + highest + " " + call);
      }
    }
  }

  void anomaly(String what) {
    findings.anomaly("key " + key + ": " + what);
  }
}
