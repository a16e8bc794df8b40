package io.caxton.jepsen.checker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A task as the last read of its queue shows it.
 *
 * @param causes of its failed attempts by fence, the newest last
 * @param parked fences of the late results that nobody settled
 * @param result the fence under which its result was given; 0: none
 * @param from the dead one in whose place it was submitted, or ""
 * @param to the one that was submitted in its place, or ""
 */
record StoredEntry(
    String state,
    long charged,
    List<Cause> causes,
    Set<Long> parked,
    long result,
    String from,
    String to) {

  record Cause(long fence, String what) {}

  static StoredEntry of(Map<?, ?> entry) {
    List<Cause> causes = new ArrayList<>();
    for (Object cause : (List<?>) entry.get("causes")) {
      List<?> pair = (List<?>) cause;
      causes.add(new Cause((Long) pair.get(0), (String) pair.get(1)));
    }
    Set<Long> parked = new HashSet<>();
    for (Object fence : (List<?>) entry.get("parked")) {
      parked.add((Long) fence);
    }
    return new StoredEntry(
        (String) entry.get("state"),
        (Long) entry.get("charged"),
        List.copyOf(causes),
        Set.copyOf(parked),
        (Long) entry.get("result"),
        (String) entry.get("from"),
        (String) entry.get("to"));
  }

  boolean is(String name) {
    return state.equals(name);
  }

  boolean completed() {
    return is("COMPLETED");
  }

  boolean dead() {
    return is("DEAD");
  }

  boolean deadLetter() {
    return dead() && to.isEmpty();
  }

  /** The attempt under this fence was charged. */
  boolean failed(long fence) {
    return causes.stream().anyMatch(cause -> cause.fence() == fence);
  }
}
