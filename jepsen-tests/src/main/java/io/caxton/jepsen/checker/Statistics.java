package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many operations of each kind ended how: facts, and no pass if nothing succeeded. */
public final class Statistics implements Checker {
  private static final class Tally {
    private long ok;
    private long failed;
    private long unknown;

    void add(Operation operation) {
      if (operation.ok()) {
        ok++;
      } else if (operation.failed()) {
        failed++;
      } else {
        unknown++;
      }
    }

    Map<String, Object> facts() {
      return Operation.map("ok", ok, "fail", failed, "info", unknown);
    }
  }

  @Override
  public String name() {
    return "statistics";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    Tally all = new Tally();
    Map<String, Tally> kinds = new TreeMap<>();
    for (Operation operation : Operation.of(history)) {
      all.add(operation);
      kinds.computeIfAbsent(operation.f(), f -> new Tally()).add(operation);
    }
    findings.fact("all", all.facts());
    kinds.forEach((f, tally) -> findings.fact(f, tally.facts()));
    if (all.ok == 0) {
      findings.undecided("nothing_succeeded", true);
    }
    return findings.verdict();
  }
}
