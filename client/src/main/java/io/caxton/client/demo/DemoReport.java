package io.caxton.client.demo;

import io.caxton.client.console.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a demo ended.
 *
 * @param duplicates completions beyond the first of a task: by the queue's exact total and by the
 *     change feed, whichever found more
 * @param agentCrashes agents that ended without being killed
 */
record DemoReport(
    List<FileOutcome> outcomes,
    List<Kill> kills,
    long duplicates,
    int agentCrashes,
    double seconds,
    long seed,
    long bytes) {
  private static final int SHOWN_MAX = 10;

  DemoReport {
    outcomes = List.copyOf(outcomes);
    kills = List.copyOf(kills);
  }

  long completed() {
    return outcomes.stream().filter(FileOutcome::completed).count();
  }

  long lost() {
    return outcomes.size() - completed();
  }

  long mismatches() {
    return outcomes.stream().filter(o -> o.completed() && !o.matches()).count();
  }

  long attempts() {
    return outcomes.stream().mapToLong(FileOutcome::attempts).sum();
  }

  long killed(Kill.Kind kind) {
    return kills.stream().filter(kill -> kill.kind() == kind).count();
  }

  boolean good() {
    return lost() == 0 && mismatches() == 0 && duplicates == 0;
  }

  Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("files", outcomes.size());
    object.put("completed", completed());
    object.put("mismatches", mismatches());
    object.put("lost", lost());
    object.put("duplicates", duplicates);
    object.put("agents_killed", killed(Kill.Kind.AGENT));
    object.put("leaders_killed", killed(Kill.Kind.LEADER));
    object.put("outage_millis", kills.stream().map(Kill::outageMillis).toList());
    object.put("attempts", attempts());
    object.put("seconds", Math.round(seconds * 1_000) / 1_000.0);
    object.put("seed", seed);
    object.put("bytes", bytes);
    object.put(
        "unreadable", outcomes.stream().filter(o -> !o.expected().error().isEmpty()).count());
    object.put("agent_crashes", agentCrashes);
    object.put("kills", kills.stream().map(Kill::object).toList());
    return object;
  }

  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(
        good()
            ? Text.plural(outcomes.size(), "file")
                + ": each indexed exactly once, every result equal to a plain sequential pass."
            : Text.plural(outcomes.size(), "file")
                + ": "
                + completed()
                + " completed, "
                + lost()
                + " lost, "
                + mismatches()
                + " different from a sequential pass, "
                + duplicates
                + " completed twice.");
    lines.add(
        "  attempts        "
            + attempts()
            + " ("
            + (attempts() - completed())
            + " more than files, because of the kills)");
    lines.add("  agents killed   " + killed(Kill.Kind.AGENT) + outages(Kill.Kind.AGENT));
    lines.add("  leaders killed  " + killed(Kill.Kind.LEADER) + outages(Kill.Kind.LEADER));
    lines.add("  took            " + Text.millis(seconds * 1e3) + ", seed " + seed);
    if (agentCrashes > 0) {
      lines.add("  " + Text.plural(agentCrashes, "agent") + " ended without being killed");
    }
    outcomes.stream()
        .filter(outcome -> !outcome.matches())
        .limit(SHOWN_MAX)
        .forEach(outcome -> lines.add("  " + complaint(outcome)));
    return String.join("\n", lines);
  }

  private String outages(Kill.Kind kind) {
    List<Long> outages =
        kills.stream().filter(kill -> kill.kind() == kind).map(Kill::outageMillis).toList();
    return outages.isEmpty()
        ? ""
        : ", without service for "
            + outages.stream().map(Object::toString).collect(Collectors.joining(" "))
            + " ms";
  }

  private static String complaint(FileOutcome outcome) {
    String path = Text.oneLine(outcome.path());
    return outcome.completed()
        ? "differs: " + path + ": " + outcome.result() + ", but " + outcome.expected().json(0)
        : "lost: " + path + " is " + outcome.state();
  }
}
