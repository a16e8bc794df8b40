package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Instances that fight for one agent id: once a newer one has registered, every call of an older
 * one is answered with STALE_EPOCH, whatever else is wrong with it; and only then.
 */
public final class ZombieChecker implements Checker {
  public static final String REGISTER = "register";
  public static final String STALE = "STALE_EPOCH";

  @Override
  public String name() {
    return "zombies";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    Operation.byKey(history).forEach((agent, operations) -> check(operations, findings));
    return findings.verdict();
  }

  private static void check(List<Operation> operations, Findings findings) {
    List<Operation> registrations = operations.stream().filter(op -> op.is(REGISTER)).toList();
    Map<Long, Operation> byEpoch = new HashMap<>();
    for (Operation registration : registrations) {
      if (registration.ok()) {
        Operation other = byEpoch.put((Long) registration.out("epoch"), registration);
        if (other != null) {
          findings.anomaly("an epoch was given twice: " + other + " " + registration);
        }
      }
    }
    findings.add("epochs", byEpoch.size());
    for (Operation call : operations) {
      if (!call.is(REGISTER) && call.ok()) {
        judge(call, registrations, findings);
      }
    }
  }

  private static void judge(Operation call, List<Operation> registrations, Findings findings) {
    long epoch = (Long) call.in("epoch");
    boolean stale = call.out("result").equals(STALE);
    findings.add(stale ? "stale" : "not_stale", 1);
    if (stale) {
      long begun =
          registrations.stream()
              .filter(r -> !r.failed() && r.startNanos() < call.endNanos())
              .count();
      if (begun <= epoch) {
        findings.anomaly("the newest epoch was called stale: " + call);
      }
      return;
    }
    registrations.stream()
        .filter(r -> r.ok() && r.before(call) && (Long) r.out("epoch") > epoch)
        .findFirst()
        .ifPresent(
            newer ->
                findings.anomaly("a stale epoch was not refused as such: " + newer + " " + call));
  }
}
