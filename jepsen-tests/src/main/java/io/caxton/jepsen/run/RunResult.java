package io.caxton.jepsen.run;

import io.caxton.client.console.Json;
import io.caxton.jepsen.run.Verdict.Answer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of one run. */
public record RunResult(
    RunConfig config, List<Check> checks, Map<String, Long> counters, Map<String, Object> facts) {

  /** The worst of all answers. */
  public Answer answer() {
    return worst(checks);
  }

  private static Answer worst(List<Check> checks) {
    return checks.stream()
        .map(check -> check.verdict().answer())
        .max(Comparator.naturalOrder())
        .orElse(Answer.UNKNOWN);
  }

  /** The last line of the output: valid, invalid: anomaly, unknown: why. */
  public String line() {
    return checks.stream()
        .filter(check -> check.verdict().answer() == answer())
        .filter(check -> answer() != Answer.VALID)
        .findFirst()
        .map(check -> word() + ": " + check.reason())
        .orElse(word());
  }

  private String word() {
    return answer().name().toLowerCase(Locale.ROOT);
  }

  public int exitCode() {
    return switch (answer()) {
      case VALID -> 0;
      case INVALID -> 1;
      case UNKNOWN -> 2;
    };
  }

  /** As in verdict.json. */
  public Map<String, Object> toMap() {
    return Json.object(
        "verdict", word(),
        "line", line(),
        "safety", part(true),
        "liveness", part(false),
        "checks", checks.stream().map(Check::toMap).toList(),
        "operations", facts,
        "counters", counters,
        "again", config.again(),
        "config", config.toMap());
  }

  private String part(boolean safety) {
    List<Check> some =
        checks.stream()
            .filter(check -> safety ? check.safety() : check.name().equals("liveness"))
            .toList();
    return worst(some).name().toLowerCase(Locale.ROOT);
  }
}
