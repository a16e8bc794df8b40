package io.caxton.client.demo;

import io.caxton.client.console.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How all the agents fared.
 *
 * @param calm the digest of a state without a crash
 */
record HundredReport(List<HundredOutcome> outcomes, String calm, long seed, double seconds) {
  HundredReport {
    outcomes = List.copyOf(outcomes);
  }

  boolean good() {
    return outcomes.stream().allMatch(outcome -> outcome.good(calm));
  }

  Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("sent", (long) outcomes.size() * HundredRun.MESSAGES);
    object.put("counted", outcomes.stream().mapToLong(HundredOutcome::counted).sum());
    object.put("state_equal", outcomes.stream().allMatch(outcome -> outcome.equal(calm)));
    object.put("steps", outcomes.stream().map(outcome -> outcome.object(calm)).toList());
    object.put("seed", seed);
    object.put("seconds", Math.round(seconds * 1_000) / 1_000.0);
    return object;
  }

  String text() {
    List<String> lines = new ArrayList<>();
    outcomes.forEach(outcome -> lines.add(outcome.line(calm)));
    lines.add(
        good()
            ? Text.plural(outcomes.size(), "agent")
                + ": each killed with SIGKILL, each counted exactly "
                + HundredRun.MESSAGES
                + " messages; took "
                + Text.millis(seconds * 1e3)
                + ", seed "
                + seed
                + "."
            : "NOT every agent counted exactly " + HundredRun.MESSAGES + "; seed " + seed + ".");
    return String.join("\n", lines);
  }
}
