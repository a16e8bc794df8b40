package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Each acknowledged add counts exactly once, however often it was sent, each unknown one at most
 * once, a refused one never. Weaker than linearizability, but also right for sums too long to
 * search, and it says what is wrong in numbers.
 */
public final class CounterChecker implements Checker {
  @Override
  public String name() {
    return "exactly-once";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    Operation.byKey(history).forEach((key, operations) -> check(key, operations, findings));
    return findings.verdict();
  }

  private static void check(String key, List<Operation> operations, Findings findings) {
    List<Operation> adds = operations.stream().filter(op -> op.is("add")).toList();
    long acknowledged = sum(adds.stream().filter(Operation::ok).toList());
    long unknown = sum(adds.stream().filter(Operation::unknown).toList());
    Map<Object, Operation> totals = new HashMap<>();
    for (Operation add : adds) {
      if (add.ok()) {
        Operation other = totals.put(add.output(), add);
        if (other != null) {
          findings.anomaly("key " + key + ": two adds gave one total: " + other + " " + add);
        }
      }
    }
    long lastAck =
        adds.stream().filter(Operation::ok).mapToLong(Operation::endNanos).max().orElse(0);
    Optional<Operation> last =
        operations.stream()
            .filter(op -> op.is("read") && op.ok() && op.startNanos() > lastAck)
            .reduce((a, b) -> b);
    if (last.isEmpty()) {
      if (acknowledged > 0) {
        findings.undecided("without_final_read", key);
      }
      return;
    }
    long total = (Long) last.get().output();
    if (total < acknowledged) {
      findings.anomaly(
          "key %s: %s, but %d were acknowledged: %d lost"
              .formatted(key, last.get(), acknowledged, acknowledged - total));
    } else if (total > acknowledged + unknown) {
      findings.anomaly(
          "key %s: %s, but only %d were acknowledged and %d unknown: %d counted twice or refused"
              .formatted(key, last.get(), acknowledged, unknown, total - acknowledged - unknown));
    }
    findings.count("keys");
    findings.add("acknowledged", acknowledged);
    findings.add("unknown", unknown);
    findings.add("unknown_that_counted", total - acknowledged);
  }

  private static long sum(List<Operation> adds) {
    return adds.stream().mapToLong(add -> (Long) add.input()).sum();
  }
}
