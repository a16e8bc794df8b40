package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Op.Type;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The history is one: without this the other checkers judge nonsense. */
public final class WellFormed implements Checker {
  @Override
  public String name() {
    return "history";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    Map<Integer, Op> open = new HashMap<>();
    Set<Integer> over = new HashSet<>();
    for (int i = 0; i < history.size(); i++) {
      Op op = history.get(i);
      String where = "line " + (i + 1) + ": process " + op.process();
      if (over.contains(op.process())) {
        findings.anomaly(where + " is used again after an unknown outcome");
      }
      if (op.type() == Type.INVOKE) {
        if (open.put(op.process(), op) != null) {
          findings.anomaly(where + " begins an operation before the one before has ended");
        }
        continue;
      }
      Op begun = open.remove(op.process());
      if (begun == null || !begun.f().equals(op.f())) {
        findings.anomaly(where + " ends what it has not begun");
      } else if (op.timeNanos() < begun.timeNanos()) {
        findings.anomaly(where + " ends before it began");
      }
      if (op.type() == Type.INFO) {
        over.add(op.process());
      }
    }
    findings.fact("lines", history.size());
    findings.fact("never_ended", open.size());
    return findings.verdict();
  }
}
