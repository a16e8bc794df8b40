package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Is there, for each key, one order of its operations that a single copy could have executed, in
 * which no operation comes before another that had ended when it began? What is unknown may have
 * happened at any later time, or never.
 *
 * @param statesMax how many states the search of one key may visit; beyond it the key is undecided
 * @param time for the searches of all keys together
 */
public record Linearizable(Model<?> model, int statesMax, Duration time) implements Checker {
  public Linearizable(Model<?> model) {
    this(model, 3_000_000, Duration.ofMinutes(2));
  }

  @Override
  public String name() {
    return "linearizable";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    long until = System.nanoTime() + time.toNanos();
    long states = 0;
    int undecided = 0;
    int unknownMax = 0;
    Map<String, List<Operation>> keys = Operation.byKey(history);
    for (Map.Entry<String, List<Operation>> key : keys.entrySet()) {
      List<Operation> operations =
          key.getValue().stream().filter(operation -> !operation.failed()).toList();
      unknownMax =
          Math.max(unknownMax, (int) operations.stream().filter(Operation::unknown).count());
      LinearSearch<?> search = search(model, operations, until);
      switch (search.run()) {
        case VALID -> {}
        case INVALID -> findings.anomaly("key " + key.getKey() + ": " + search.why());
        case UNKNOWN -> undecided++;
      }
      states += search.states();
    }
    findings.fact("keys", keys.size());
    findings.fact("states", states);
    findings.fact("unknown_per_key_max", unknownMax);
    if (undecided > 0) {
      findings.undecided("keys_undecided", undecided);
    }
    return findings.verdict();
  }

  private <S> LinearSearch<S> search(Model<S> of, List<Operation> operations, long untilNanos) {
    return new LinearSearch<>(of, of.relevant(operations), statesMax, untilNanos);
  }
}
