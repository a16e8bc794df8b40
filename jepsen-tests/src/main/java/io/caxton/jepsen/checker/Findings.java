package io.caxton.jepsen.checker;

import io.caxton.jepsen.run.Verdict;
import io.caxton.jepsen.run.Verdict.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a checker has found so far. */
final class Findings {
  /** More of them say no more. */
  private static final int ANOMALIES_MAX = 20;

  private final List<String> anomalies = new ArrayList<>();
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private long anomalyCount;
  private boolean unknown;

  void anomaly(String what) {
    anomalyCount++;
    if (anomalies.size() < ANOMALIES_MAX) {
      anomalies.add(what);
    }
  }

  /** Something could not be decided. */
  void undecided(String name, Object why) {
    unknown = true;
    facts.putIfAbsent("why", name.replace('_', ' ') + ": " + why);
    facts.put(name, why);
  }

  void fact(String name, Object value) {
    facts.put(name, value);
  }

  void count(String name) {
    add(name, 1);
  }

  void add(String name, long number) {
    facts.merge(name, number, (a, b) -> (Long) a + (Long) b);
  }

  Verdict verdict() {
    if (anomalyCount > 0) {
      facts.put("anomalies", anomalyCount);
      return new Verdict(Answer.INVALID, List.copyOf(anomalies), facts);
    }
    return new Verdict(unknown ? Answer.UNKNOWN : Answer.VALID, List.of(), facts);
  }
}
