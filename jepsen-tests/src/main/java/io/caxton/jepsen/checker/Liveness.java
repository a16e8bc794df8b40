package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * In this window every kind of operation that ever succeeded succeeds, if it was tried.
 *
 * @param fromNanos of the history's clock: when a majority was healed
 * @param toNanos by when each must have begun and succeeded once
 */
public record Liveness(long fromNanos, long toNanos) implements Checker {
  @Override
  public String name() {
    return "liveness";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    Set<String> ever = new TreeSet<>();
    Set<String> tried = new TreeSet<>();
    Set<String> progressed = new TreeSet<>();
    for (Operation operation : Operation.of(history)) {
      if (operation.ok()) {
        ever.add(operation.f());
      }
      boolean began = operation.startNanos() >= fromNanos && operation.startNanos() <= toNanos;
      if (began) {
        tried.add(operation.f());
      }
      if (operation.ok() && operation.endNanos() >= fromNanos && operation.endNanos() <= toNanos) {
        progressed.add(operation.f());
        findings.add(operation.f(), 1);
      }
    }
    for (String f : ever) {
      if (tried.contains(f) && !progressed.contains(f)) {
        findings.anomaly(
            "no %s succeeded within %d ms after the cluster was healed"
                .formatted(f, (toNanos - fromNanos) / 1_000_000));
      }
    }
    if (progressed.isEmpty()) {
      findings.anomaly(
          "nothing succeeded within %d ms after the cluster was healed"
              .formatted((toNanos - fromNanos) / 1_000_000));
    }
    return findings.verdict();
  }
}
