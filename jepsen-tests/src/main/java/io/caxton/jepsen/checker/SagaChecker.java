package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.List;

/**
 * Every saga that was acknowledged ends with all its steps completed, or with every completed one
 * that can be undone undone, once, the last first.
 */
public record SagaChecker() implements Checker {
  @Override
  public String name() {
    return "sagas";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    for (String name : List.of("sagas", "COMPLETED", "FAILED", "CANCELLED", "undone")) {
      findings.add(name, 0);
    }
    Operation.byKey(history)
        .forEach(
            (key, operations) -> {
              // Claims are kept by their queue.
              if (operations.stream().anyMatch(operation -> operation.is("submit"))) {
                new SagaLife(key, operations, findings).judge();
              }
            });
    return findings.verdict();
  }
}
