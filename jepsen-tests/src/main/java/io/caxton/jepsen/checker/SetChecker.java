package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every read holds all that was acknowledged before it began, nothing twice, and nothing that was
 * never added or was refused.
 */
public final class SetChecker implements Checker {
  private static final int SHOWN_MAX = 8;

  @Override
  public String name() {
    return "set";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    Operation.byKey(history).forEach((key, operations) -> check(key, operations, findings));
    return findings.verdict();
  }

  private static void check(String key, List<Operation> operations, Findings findings) {
    Map<Object, Operation> added = new HashMap<>();
    for (Operation operation : operations) {
      if (operation.is("add")) {
        added.put(operation.input(), operation);
      }
    }
    List<Operation> reads = operations.stream().filter(op -> op.is("read") && op.ok()).toList();
    reads.forEach(read -> judge(key, added, read, findings));

    long acknowledged = added.values().stream().filter(Operation::ok).count();
    boolean readAtTheEnd =
        !reads.isEmpty() && added.values().stream().allMatch(add -> overBefore(add, reads));
    if (!readAtTheEnd) {
      findings.undecided("without_final_read", key);
    } else {
      Set<Object> there = new HashSet<>((List<?>) reads.getLast().output());
      findings.fact(
          "unknown_that_are_there",
          added.values().stream()
              .filter(add -> add.unknown() && there.contains(add.input()))
              .count());
    }
    findings.fact("acknowledged", acknowledged);
    findings.fact("unknown", added.values().stream().filter(Operation::unknown).count());
    findings.fact("reads", reads.size());
  }

  private static boolean overBefore(Operation add, List<Operation> reads) {
    return !add.ok() || add.before(reads.getLast());
  }

  private static void judge(
      String key, Map<Object, Operation> added, Operation read, Findings findings) {
    Set<Object> there = new HashSet<>();
    List<Object> twice = new ArrayList<>();
    List<Object> unexpected = new ArrayList<>();
    List<Operation> refused = new ArrayList<>();
    for (Object element : (List<?>) read.output()) {
      if (!there.add(element)) {
        twice.add(element);
      }
      Operation add = added.get(element);
      if (add == null || add.startNanos() > read.endNanos()) {
        unexpected.add(element);
      } else if (add.failed()) {
        refused.add(add);
      }
    }
    List<Operation> lost =
        added.values().stream()
            .filter(add -> add.ok() && add.before(read) && !there.contains(add.input()))
            .toList();
    String where = "key " + key + ", [#" + read.line() + " p" + read.process() + " read]: ";
    say(findings, where, lost, "acknowledged but not there");
    say(findings, where, twice, "there twice");
    say(findings, where, unexpected, "there but never added");
    say(findings, where, refused, "there although reported as failed");
  }

  private static void say(Findings findings, String where, List<?> elements, String what) {
    if (!elements.isEmpty()) {
      findings.anomaly(
          where
              + elements.size()
              + " "
              + what
              + ", such as "
              + elements.stream().limit(SHOWN_MAX).toList());
    }
  }
}
