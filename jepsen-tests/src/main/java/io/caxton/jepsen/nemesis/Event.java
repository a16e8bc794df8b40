package io.caxton.jepsen.nemesis;

import io.caxton.client.console.Json;

/**
 * One line of nemesis.jsonl: what the run did to the cluster, or saw of it, apart from the
 * operations.
 *
 * @param timeNanos of the same clock as the history's
 * @param nemesis which one; or "phase", or "leader"
 * @param what with the names of nodes; the phase; who leads since when
 */
public record Event(long timeNanos, String nemesis, Type type, String what) {
  public static final String PHASE = "phase";
  public static final String LEADER = "leader";

  /** A fault and a phase begin and end; a leader is seen. */
  public enum Type {
    START,
    STOP,
    SEEN
  }

  public static Event now(String nemesis, Type type, String what) {
    return new Event(System.nanoTime(), nemesis, type, what);
  }

  public String toJson() {
    return Json.of(
        Json.object(
            "process", "nemesis",
            "type", type.name().toLowerCase(java.util.Locale.ROOT),
            "f", nemesis,
            "value", what,
            "time", timeNanos));
  }
}
