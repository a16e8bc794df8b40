package io.caxton.client.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One process killed.
 *
 * @param victim agent or node id
 * @param task the task that the agent held; empty for a leader
 * @param atMillis since the work began
 * @param outageMillis from the kill to the success of a write that was sent after it
 */
record Kill(
    Kind kind, String victim, long pid, Optional<String> task, long atMillis, long outageMillis) {
  enum Kind {
    AGENT,
    LEADER;

    Kind other() {
      return this == AGENT ? LEADER : AGENT;
    }

    String word() {
      return this == AGENT ? "agent" : "leader";
    }
  }

  Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", kind.word());
    object.put("victim", victim);
    object.put("pid", pid);
    task.ifPresent(id -> object.put("task", id));
    object.put("at_millis", atMillis);
    object.put("outage_millis", outageMillis);
    return object;
  }

  String line() {
    return String.format(
        "%5.1f s  killed %-6s %s (pid %d)%s; a call sent then was answered after %d ms",
        atMillis / 1e3,
        kind.word(),
        victim,
        pid,
        task.map(id -> " holding " + id).orElse(""),
        outageMillis);
  }
}
