package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tasks of a queue: what was acknowledged is not lost, is completed once, and is never in two hands
 * at once; fences rise and a stale one is refused.
 *
 * @param driftPercent by how much the cluster's time may run faster than this machine's
 */
public record TaskRules(int driftPercent) implements Checker {
  /** Twice what the drift nemesis does to one node. */
  public static final int DRIFT_PERCENT = 20;

  @Override
  public String name() {
    return "tasks";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    Operation.byKey(history).forEach((queue, operations) -> check(queue, operations, findings));
    return findings.verdict();
  }

  private void check(String queue, List<Operation> operations, Findings findings) {
    Map<String, TaskLife> lives = new TreeMap<>();
    List<Operation> claims = new ArrayList<>();
    for (Operation operation : operations) {
      if (operation.is("claim")) {
        claims.add(operation);
        if (operation.ok() && operation.output() != null) {
          life(lives, operation.out("task")).claims.add(operation);
        }
      } else if (!operation.failed() || operation.is("enqueue")) {
        life(lives, operation.in("task")).add(operation);
      }
    }
    boolean drained = drained(claims);
    if (!drained) {
      findings.undecided("not_drained", queue);
    }
    for (TaskLife life : lives.values()) {
      life.judge(findings, driftPercent, drained);
    }
    findings.add("tasks", lives.size());
    findings.add("grants", lives.values().stream().mapToLong(life -> life.claims.size()).sum());
    for (String name :
        List.of("completed", "granted_again", "stale", "already", "dup", "released")) {
      findings.add(name, 0);
    }
    lives.values().forEach(life -> life.count(findings));
  }

  private static TaskLife life(Map<String, TaskLife> lives, Object task) {
    return lives.computeIfAbsent((String) task, TaskLife::new);
  }

  /** The queue was found empty when every lease that was ever given had surely ended. */
  static boolean drained(List<Operation> claims) {
    long leaseNanos = 0;
    long lastGrant = 0;
    for (Operation claim : claims) {
      boolean granted = claim.ok() && claim.output() != null;
      if (granted) {
        leaseNanos = Math.max(leaseNanos, TaskLife.leaseNanos(claim));
      }
      if (granted) {
        lastGrant = Math.max(lastGrant, claim.endNanos());
      } else if (claim.unknown()) {
        lastGrant =
            Math.max(lastGrant, claim.completion().map(Op::timeNanos).orElse(claim.startNanos()));
      }
    }
    long after = lastGrant + leaseNanos + leaseNanos / 2;
    return claims.stream()
        .anyMatch(claim -> claim.ok() && claim.output() == null && claim.startNanos() > after);
  }
}
