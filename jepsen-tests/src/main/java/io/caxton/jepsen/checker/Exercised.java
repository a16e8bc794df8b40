package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import io.caxton.jepsen.run.Verdict.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checker that is not content with a history in which nothing happened that it is about.
 *
 * @param facts of its verdict that must be above zero, else it says unknown
 */
public record Exercised(Checker checker, List<String> facts) implements Checker {
  @Override
  public String name() {
    return checker.name();
  }

  @Override
  public Verdict check(List<Op> history) {
    Verdict verdict = checker.check(history);
    List<String> missing =
        facts.stream().filter(fact -> !isAboveZero(verdict.facts().get(fact))).toList();
    if (verdict.answer() != Answer.VALID || missing.isEmpty()) {
      return verdict;
    }
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("why", "never happened: " + String.join(", ", missing));
    found.putAll(verdict.facts());
    return new Verdict(Answer.UNKNOWN, List.of(), found);
  }

  private static boolean isAboveZero(Object fact) {
    return fact instanceof Long number && number > 0;
  }
}
