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
 * Agents' leases against real time, and epochs without a search: no epoch is given twice, none ends
 * before its lease can have ended, an old one is refused, and on a healed cluster a lease that
 * nobody renews ends.
 *
 * @param driftPercent by how much the cluster's time may run faster than this machine's
 */
public record LeaseChecker(int driftPercent) implements Checker {
  /** On a healed cluster a lease is over this long after it could have ended. */
  private static final long LATE_NANOS = 20_000_000_000L;

  @Override
  public String name() {
    return "leases";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    Operation.byKey(history).forEach((agent, operations) -> check(agent, operations, findings));
    return findings.verdict();
  }

  private void check(String agent, List<Operation> operations, Findings findings) {
    findings.count("agents");
    Map<Long, Operation> registrations = epochs(operations, findings);
    findings.add("epochs", registrations.size());
    for (Operation operation : operations) {
      if (operation.ok()) {
        zombie(operation, registrations, findings);
        tooEarly(operation, registrations, operations, findings);
      }
    }
    tooLate(agent, registrations, operations, findings);
  }

  private static boolean said(Operation operation, String result) {
    return operation.ok()
        && !operation.is("register")
        && !operation.is("read")
        && operation.out("result").equals(result);
  }

  private static Map<Long, Operation> epochs(List<Operation> operations, Findings findings) {
    Map<Long, Operation> byEpoch = new HashMap<>();
    List<Operation> registers = operations.stream().filter(op -> op.is("register")).toList();
    for (Operation register : registers) {
      if (!register.ok()) {
        continue;
      }
      long epoch = (Long) register.out("epoch");
      Operation other = byEpoch.putIfAbsent(epoch, register);
      if (other != null) {
        findings.anomaly("an epoch was given twice: " + other + " " + register);
      }
      long begun =
          registers.stream()
              .filter(r -> !r.failed() && r.startNanos() < register.endNanos())
              .count();
      if (epoch > begun) {
        findings.anomaly("an epoch was skipped: only " + begun + " were asked for by " + register);
      }
    }
    return byEpoch;
  }

  /** Accepted in an epoch although a newer one was there before it was sent. */
  private static void zombie(
      Operation call, Map<Long, Operation> registrations, Findings findings) {
    if (said(call, "stale")) {
      findings.count("stale");
    }
    if (!said(call, "ok")) {
      return;
    }
    long epoch = (Long) call.in("epoch");
    registrations.forEach(
        (number, register) -> {
          if (number > epoch && register.before(call)) {
            findings.anomaly("a stale epoch was accepted: " + register + " " + call);
          }
        });
  }

  private void tooEarly(
      Operation seen,
      Map<Long, Operation> registrations,
      List<Operation> operations,
      Findings findings) {
    Optional<Long> epoch = lost(seen);
    if (epoch.isEmpty() || !registrations.containsKey(epoch.get())) {
      return;
    }
    findings.count("lost");
    Operation register = registrations.get(epoch.get());
    Operation last = register;
    for (Operation operation : operations) {
      boolean thisEpoch = isCallOf(operation, epoch.get());
      if (thisEpoch && operation.is("renew") && said(operation, "ok")) {
        last = operation.startNanos() > last.startNanos() ? operation : last;
      }
      boolean left = thisEpoch && operation.is("deregister") && !said(operation, "lost");
      if (left && !operation.failed() && operation.startNanos() < seen.endNanos()) {
        return;
      }
    }
    long leaseNanos = (Long) register.out("lease_ms") * 1_000_000;
    if (seen.endNanos() < last.startNanos() + leaseNanos * (100 - driftPercent) / 100) {
      findings.anomaly(
          "a lease of %d ms ended %d ms after it was renewed: %s %s"
              .formatted(
                  leaseNanos / 1_000_000,
                  (seen.endNanos() - last.startNanos()) / 1_000_000,
                  last,
                  seen));
    }
  }

  private static boolean isCallOf(Operation operation, long epoch) {
    return !operation.is("register")
        && !operation.is("read")
        && operation.in("epoch").equals(epoch);
  }

  /** The epoch that this answer calls lost. */
  private static Optional<Long> lost(Operation seen) {
    if (seen.is("read")) {
      return seen.out("state").equals(AgentModel.LOST)
          ? Optional.of((Long) seen.out("epoch"))
          : Optional.empty();
    }
    return said(seen, "lost") ? Optional.of((Long) seen.in("epoch")) : Optional.empty();
  }

  private static void tooLate(
      String agent,
      Map<Long, Operation> registrations,
      List<Operation> operations,
      Findings findings) {
    Optional<Operation> lastRead =
        operations.stream().filter(op -> op.is("read") && op.ok()).reduce((a, b) -> b);
    if (lastRead.isEmpty()) {
      findings.undecided("never_read", agent);
      return;
    }
    if (!lastRead.get().out("state").equals(AgentModel.RUNNING)) {
      return;
    }
    long lastTry =
        operations.stream()
            .filter(op -> !op.is("read"))
            .mapToLong(op -> op.completion().map(Op::timeNanos).orElse(op.startNanos()))
            .max()
            .orElse(0);
    long leaseNanos =
        registrations.values().stream()
            .mapToLong(r -> (Long) r.out("lease_ms") * 1_000_000)
            .max()
            .orElse(0);
    if (lastRead.get().startNanos() > lastTry + leaseNanos + LATE_NANOS) {
      findings.anomaly("a lease that nobody renewed never ended: " + lastRead.get());
    } else {
      findings.undecided("still_running", agent);
    }
  }
}
