package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Schedules: each instant gives one task or none, as its policies say; every instant is accounted
 * for, and no task is run twice.
 */
public final class ScheduleChecker implements Checker {
  /** Facts without which a run shows little. */
  public static final List<String> EXERCISED =
      List.of(
          "submitted",
          "run",
          "missed",
          "caught_up",
          "overlapped",
          "waited",
          "once",
          "by_the_minute",
          "triggered");

  private static final long MINUTE_MILLIS = 60_000;

  /** A task that came so long after its instant had waited for the end of another. */
  private static final long WAITED_MILLIS = 400;

  @Override
  public String name() {
    return "schedules";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    EXERCISED.forEach(fact -> findings.add(fact, 0));
    Operation.byKey(history)
        .forEach(
            (schedule, operations) -> {
              if (operations.stream().anyMatch(op -> op.is("put"))) {
                check(schedule, operations, findings);
              }
            });
    return findings.verdict();
  }

  private static void check(String schedule, List<Operation> operations, Findings findings) {
    Consumer<String> say = what -> findings.anomaly("schedule " + schedule + ": " + what);
    Optional<Operation> read =
        operations.stream().filter(op -> op.is("account") && op.ok()).reduce((a, b) -> b);
    if (read.isEmpty()) {
      findings.undecided("no_final_read", schedule);
      return;
    }
    List<Operation> puts = operations.stream().filter(op -> op.is("put")).toList();
    boolean acknowledged = puts.stream().anyMatch(Operation::ok);
    if (read.get().output() == null) {
      if (acknowledged) {
        say.accept("was put and is not there");
      }
      return;
    }
    if (puts.stream().allMatch(Operation::failed)) {
      say.accept("is there though refused");
    }
    ScheduleAccount account = ScheduleAccount.of(puts.getFirst(), read.get());
    if (account.state().equals("ACTIVE") && !account.isOnce()) {
      findings.undecided("not_paused", schedule);
      return;
    }
    if (account.isOnce() && !account.state().equals("ENDED")) {
      say.accept("has not come to its instant");
    }
    new ScheduleRules(account, say).judge();
    runs(operations, account, say, findings);
    triggers(operations, account, say);
    count(account, findings);
  }

  /** What is done is one of its tasks, and is done once. */
  private static void runs(
      List<Operation> operations,
      ScheduleAccount account,
      Consumer<String> say,
      Findings findings) {
    Set<String> ids = ids(account);
    Map<String, Operation> done = new HashMap<>();
    for (Operation run : operations) {
      if (!run.is("run") || !TaskLife.said(run, "ok")) {
        continue;
      }
      findings.count("run");
      Operation other = done.putIfAbsent((String) run.in("task"), run);
      if (other != null) {
        say.accept("a task was run twice: " + other + " " + run);
      }
      if (!ids.contains((String) run.in("task"))) {
        say.accept("a task was run that it does not have: " + run);
      }
    }
  }

  private static Set<String> ids(ScheduleAccount account) {
    Set<String> ids = new HashSet<>();
    account.tasks().forEach(task -> ids.add(task.id()));
    return ids;
  }

  /** Each that was acknowledged is there, and as many more as are unknown at the most. */
  private static void triggers(
      List<Operation> operations, ScheduleAccount account, Consumer<String> say) {
    Set<String> ids = ids(account);
    int acknowledged = 0;
    int unknown = 0;
    for (Operation trigger : operations) {
      if (!trigger.is("trigger")) {
        continue;
      }
      unknown += trigger.unknown() ? 1 : 0;
      if (trigger.ok() && !trigger.out("task").equals("")) {
        acknowledged++;
        if (!ids.contains((String) trigger.out("task"))) {
          say.accept("what was triggered is not there: " + trigger);
        }
      }
    }
    long there = account.tasks().stream().filter(ScheduleAccount.Task::isTriggered).count();
    if (there > acknowledged + unknown) {
      say.accept("%d are there, %d were triggered".formatted(there, acknowledged + unknown));
    }
  }

  private static void count(ScheduleAccount account, Findings findings) {
    long late = account.scheduled().filter(account::isLate).count();
    findings.add("submitted", account.submitted());
    findings.add("missed", account.missed());
    findings.add("overlapped", account.overlapped());
    findings.add("triggered", account.triggered());
    findings.add("caught_up", account.allowsOverlap() ? late : 0);
    boolean waits = account.overlap().equals("buffer_one");
    findings.add(
        "waited",
        waits
            ? account.scheduled().filter(t -> t.wall() - t.instant() > WAITED_MILLIS).count()
            : 0);
    findings.add("once", account.isOnce() ? account.submitted() : 0);
    findings.add("by_the_minute", account.everyMillis() == MINUTE_MILLIS ? account.submitted() : 0);
  }
}
