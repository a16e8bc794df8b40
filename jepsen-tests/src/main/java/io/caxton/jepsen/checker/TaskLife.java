package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that was asked and answered about one task. */
final class TaskLife {
  private final String task;
  private final List<Operation> enqueues = new ArrayList<>();

  /** Those that were granted this task. */
  final List<Operation> claims = new ArrayList<>();

  /** Complete, renew, release, fail and die, but for the refused ones. */
  private final List<Operation> calls = new ArrayList<>();

  TaskLife(String task) {
    this.task = task;
  }

  void add(Operation operation) {
    (operation.is("enqueue") ? enqueues : calls).add(operation);
  }

  static long leaseNanos(Operation claim) {
    return (Long) claim.out("lease_ms") * 1_000_000;
  }

  /** With that the task is over: done, or failed for good. */
  static boolean ends(Operation call) {
    return call.is("complete") || call.is("die");
  }

  /** The grant is over, the task is not. */
  private static boolean givesBack(Operation call) {
    return call.is("release") || call.is("fail");
  }

  static boolean said(Operation call, String result) {
    return call.ok() && call.out("result").equals(result);
  }

  private List<Operation> calls(String f, long token) {
    return calls.stream().filter(call -> call.is(f) && Fences.of(call) == token).toList();
  }

  void judge(Findings findings, int driftPercent, boolean drained) {
    enqueues(findings);
    Map<Long, Operation> grants = Fences.check(claims, (what, shown) -> say(findings, what, shown));
    claims.sort(Comparator.comparingLong(Fences::of));
    completions(findings);
    for (Operation call : calls) {
      staleness(call, grants, findings);
      Optional.ofNullable(grants.get(Fences.of(call)))
          .ifPresent(grant -> endedEarly(call, grant, driftPercent, findings));
    }
    for (int i = 0; i + 1 < claims.size(); i++) {
      grantedTwice(claims.get(i), claims.get(i + 1), driftPercent, findings);
    }
    if (drained) {
      lost(findings);
    }
  }

  void count(Findings findings) {
    findings.add("granted_again", Math.max(0, claims.size() - 1));
    enqueues.stream().filter(e -> said(e, "dup")).forEach(e -> findings.count("dup"));
    for (Operation call : calls) {
      if (call.ok() && !call.is("renew") && call.out("result").equals("ok")) {
        findings.count(call.is("fail") ? "failed" : call.f() + "d");
      } else if (call.ok() && !call.out("result").equals("ok")) {
        findings.count((String) call.out("result"));
      }
    }
  }

  private void enqueues(Findings findings) {
    List<Operation> created = enqueues.stream().filter(e -> said(e, "ok")).toList();
    if (created.size() > 1) {
      say(findings, "was created twice", created);
    }
    for (Operation enqueue : enqueues) {
      boolean alone =
          enqueues.stream()
              .noneMatch(
                  e ->
                      e.line() != enqueue.line()
                          && !e.failed()
                          && e.startNanos() < enqueue.endNanos());
      if (said(enqueue, "dup") && alone) {
        say(findings, "was there before anybody enqueued it", List.of(enqueue));
      }
    }
    for (Operation claim : claims) {
      boolean known =
          enqueues.stream().anyMatch(e -> !e.failed() && e.startNanos() < claim.endNanos());
      if (!known) {
        List<Operation> shown = new ArrayList<>(enqueues);
        shown.add(claim);
        say(
            findings,
            enqueues.isEmpty() ? "was granted and never enqueued" : "was granted though refused",
            shown);
      }
    }
  }

  private void completions(Findings findings) {
    List<Operation> done = calls.stream().filter(call -> ends(call) && said(call, "ok")).toList();
    if (done.size() > 1) {
      say(findings, "was completed twice", done);
    }
    for (Operation complete : done) {
      for (Operation claim : claims) {
        if (Fences.of(claim) > Fences.of(complete)) {
          boolean redelivered = complete.before(claim);
          say(
              findings,
              redelivered
                  ? "was granted again after it was completed"
                  : "was completed under a stale token",
              List.of(complete, claim));
        }
      }
    }
  }

  /** A call that was accepted although its token was surely no longer valid, or never was. */
  private void staleness(Operation call, Map<Long, Operation> grants, Findings findings) {
    if (!said(call, "ok")) {
      return;
    }
    if (!grants.containsKey(Fences.of(call))) {
      say(findings, "was changed under a token that nobody was granted", List.of(call));
    }
    for (Operation claim : claims) {
      if (Fences.of(claim) > Fences.of(call) && claim.before(call) && !ends(call)) {
        say(findings, "was changed under a stale token", List.of(claim, call));
      }
    }
    for (Operation back : calls) {
      if (givesBack(back)
          && Fences.of(back) == Fences.of(call)
          && back.line() != call.line()
          && said(back, "ok")
          && back.before(call)) {
        say(findings, "was changed under a released token", List.of(back, call));
      }
    }
  }

  /** The earliest moment at which the lease can have ended, if nobody gave it up. */
  private long leaseEnd(Operation grant, int driftPercent) {
    long lease = leaseNanos(grant) * (100 - driftPercent) / 100;
    long sent = grant.startNanos();
    for (Operation renew : calls("renew", Fences.of(grant))) {
      if (said(renew, "ok")) {
        sent = Math.max(sent, renew.startNanos());
      }
    }
    return sent + lease;
  }

  private boolean givenUpBefore(Operation grant, long nanos) {
    return calls.stream()
        .anyMatch(
            call ->
                Fences.of(call) == Fences.of(grant)
                    && (givesBack(call) || ends(call))
                    && (call.unknown() || said(call, "ok"))
                    && call.startNanos() < nanos);
  }

  private void grantedTwice(
      Operation first, Operation second, int driftPercent, Findings findings) {
    if (second.endNanos() < leaseEnd(first, driftPercent)
        && !givenUpBefore(first, second.endNanos())) {
      say(
          findings,
          "was granted again %d ms after the lease of %d ms had begun"
              .formatted(
                  (second.endNanos() - first.startNanos()) / 1_000_000,
                  leaseNanos(first) / 1_000_000),
          List.of(first, second));
    }
  }

  private void endedEarly(Operation call, Operation grant, int driftPercent, Findings findings) {
    if (call.ok()
        && !said(call, "ok")
        && call.endNanos() < leaseEnd(grant, driftPercent)
        && !givenUpBefore(grant, call.endNanos())) {
      say(findings, "was refused to its holder within the lease", List.of(grant, call));
    }
  }

  private void lost(Findings findings) {
    boolean acknowledged = enqueues.stream().anyMatch(Operation::ok);
    boolean ended =
        calls.stream().anyMatch(call -> ends(call) && (call.unknown() || said(call, "ok")));
    if (acknowledged && !ended) {
      List<Operation> life = new ArrayList<>(enqueues);
      life.addAll(claims);
      life.addAll(calls);
      life.sort(Comparator.comparingInt(Operation::line));
      say(findings, "was acknowledged and is lost", life);
    }
  }

  private void say(Findings findings, String what, List<Operation> shown) {
    StringBuilder text =
        new StringBuilder("task ").append(task).append(' ').append(what).append(':');
    shown.stream().limit(8).forEach(operation -> text.append(' ').append(operation));
    findings.anomaly(text.toString());
  }
}
