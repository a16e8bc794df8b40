package io.caxton.jepsen.run;

import io.caxton.client.console.Json;
import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Op.Type;
import io.caxton.jepsen.nemesis.Counters;
import io.caxton.jepsen.nemesis.Nemesis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Does a run count at all? A run that hurt nobody, or in which little succeeded, shows nothing. */
final class Judge {
  private static final double OK_MIN = 0.5;
  private static final double UNKNOWN_MAX = 0.05;

  private Judge() {}

  static List<Check> history(List<Checker> checkers, List<Op> history) {
    List<Check> checks = new ArrayList<>();
    for (Checker checker : checkers) {
      checks.add(Check.safety(checker.name(), checker.check(history)));
    }
    return checks;
  }

  static Check bitten(List<Nemesis> nemeses, Counters counters) {
    List<String> missing =
        nemeses.stream()
            .flatMap(nemesis -> nemesis.proofs().stream())
            .distinct()
            .filter(proof -> counters.get(proof) == 0)
            .toList();
    return Check.other(
        "nemesis",
        missing.isEmpty()
            ? Check.valid(Json.object("faults", counters.get("faults")))
            : Check.unknown("the nemesis has not bitten: no " + String.join(", no ", missing)));
  }

  static Check enough(Tally tally, List<Nemesis> nemeses) {
    long ended = tally.endedWithMajority();
    double ok = ended == 0 ? 0 : (double) tally.endedWithMajority(Type.OK) / ended;
    double unknown = (double) tally.ended(Type.INFO) / Math.max(1, tally.ended());
    boolean takesMajorities = nemeses.stream().anyMatch(Nemesis::takesMajorities);
    Map<String, Object> facts =
        Json.object("ok-share-with-majority", round(ok), "unknown-share", round(unknown));
    Verdict verdict;
    if (ok < OK_MIN) {
      verdict =
          Check.unknown("only %.0f %% succeeded while a majority was there".formatted(ok * 100));
    } else if (unknown > UNKNOWN_MAX && !takesMajorities) {
      verdict = Check.unknown("%.1f %% of the outcomes are unknown".formatted(unknown * 100));
    } else {
      verdict = Check.valid(facts);
    }
    return Check.other("operations", verdict);
  }

  /** What the nemeses saw nodes do that no fault excuses. */
  static Check findings(List<String> findings) {
    return Check.safety(
        "faults", findings.isEmpty() ? Check.valid(Map.of()) : Check.invalid(findings));
  }

  /** Workers that failed by themselves. */
  static Check workers(List<Throwable> failures) {
    return Check.other(
        "workers",
        failures.isEmpty()
            ? Check.valid(Map.of())
            : Check.unknown("a worker failed: " + failures.getFirst()));
  }

  private static double round(double share) {
    return Math.round(share * 10_000) / 10_000.0;
  }
}
