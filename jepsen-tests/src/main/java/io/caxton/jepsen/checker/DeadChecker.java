package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tasks that may die: what was acknowledged ends, done once or dead with its causes, whatever is
 * poison; a dead letter comes back once; a late result is judged by its task's policy.
 *
 * @param attemptsMax of every task
 */
public record DeadChecker(int attemptsMax) implements Checker {
  /** Facts without which a run shows little. */
  public static final List<String> EXERCISED =
      List.of(
          "died",
          "redriven",
          "came_back",
          "purged",
          "passed_poison",
          "accepted_late",
          "refused_late",
          "parked",
          "settled",
          "dropped");

  private static final Set<String> OF_A_TASK =
      Set.of("enqueue", "complete", "fail", "redrive", "purge", "settle");

  @Override
  public String name() {
    return "dead";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    EXERCISED.forEach(fact -> findings.add(fact, 0));
    Operation.byKey(history).forEach((queue, operations) -> check(queue, operations, findings));
    return findings.verdict();
  }

  private void check(String queue, List<Operation> operations, Findings findings) {
    Map<String, DeadLife> lives = new TreeMap<>();
    List<Operation> claims = operations.stream().filter(op -> op.is("claim")).toList();
    for (Operation operation : operations) {
      if (operation.is("claim") && operation.ok() && operation.output() != null) {
        life(lives, operation.out("task"), findings).add(operation);
      } else if (OF_A_TASK.contains(operation.f()) && !operation.failed()) {
        life(lives, operation.in("task"), findings).add(operation);
      }
    }
    Optional<Operation> last =
        operations.stream().filter(op -> op.is("stored") && op.ok()).reduce((a, b) -> b);
    if (last.isEmpty()) {
      findings.undecided("no_final_read", queue);
      return;
    }
    for (Object entry : (List<?>) last.get().output()) {
      Map<?, ?> fields = (Map<?, ?>) entry;
      life(lives, fields.get("task"), findings).stored = Optional.of(StoredEntry.of(fields));
    }
    boolean drained = TaskRules.drained(claims);
    if (!drained) {
      findings.undecided("not_drained", queue);
    }
    List<DeadLife> all = List.copyOf(lives.values());
    ComeBacks.judge(lives);
    boolean unknownClaims = claims.stream().anyMatch(Operation::unknown);
    DeadRules rules = new DeadRules(attemptsMax, unknownClaims, drained);
    LateRules late = new LateRules(attemptsMax);
    for (DeadLife life : all) {
      rules.judge(life);
      late.judge(life);
      count(life, findings);
      findings.add("passed_poison", hasPassedPoison(life, all) ? 1 : 0);
    }
  }

  private static DeadLife life(Map<String, DeadLife> lives, Object task, Findings findings) {
    return lives.computeIfAbsent((String) task, id -> new DeadLife(id, findings));
  }

  private static void count(DeadLife life, Findings findings) {
    boolean dead = life.stored.map(StoredEntry::dead).orElse(!life.deaths().isEmpty());
    findings.add("died", dead ? 1 : 0);
    findings.add("redriven", life.done("redrive").size());
    findings.add("purged", life.done("purge").size());
    boolean back = life.stored.filter(entry -> !entry.from().isEmpty()).isPresent();
    findings.add("came_back", back && life.isCompleted() ? 1 : 0);
  }

  /** It is done although poison of the same ordering key was there before it. */
  private static boolean hasPassedPoison(DeadLife life, List<DeadLife> all) {
    return life.isCompleted()
        && !life.orderingKey().isEmpty()
        && all.stream()
            .anyMatch(
                other ->
                    other.isPoison()
                        && other.orderingKey().equals(life.orderingKey())
                        && other.submit.get().before(life.submit.get())
                        && other.stored.filter(StoredEntry::dead).isPresent());
  }
}
