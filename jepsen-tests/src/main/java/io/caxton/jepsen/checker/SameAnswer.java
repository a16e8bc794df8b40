package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.List;

/** The same request again was never answered otherwise: only where it was is it in a history. */
public final class SameAnswer implements Checker {
  static final String F = "resend";

  @Override
  public String name() {
    return "same-answer";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    for (Operation operation : Operation.of(history)) {
      if (operation.is(F)) {
        findings.anomaly("the same request was answered otherwise when sent again: " + operation);
      }
    }
    return findings.verdict();
  }
}
