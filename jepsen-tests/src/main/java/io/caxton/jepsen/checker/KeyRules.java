package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tasks with an ordering key: of each key one is under way at a time, from its first grant to its
 * end, and they come in the order of their submission. What holds for every task is left to {@link
 * TaskRules}.
 */
public final class KeyRules implements Checker {
  /** Facts without which a run shows little. */
  public static final List<String> EXERCISED = List.of("keyed", "waited", "held_up", "died");

  @Override
  public String name() {
    return "keys";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    EXERCISED.forEach(fact -> findings.add(fact, 0));
    Operation.byKey(history)
        .forEach(
            (queue, operations) ->
                keys(operations).forEach((key, tasks) -> judge(key, tasks, findings)));
    return findings.verdict();
  }

  /** The tasks of each ordering key that anybody tried to submit. */
  private static Map<String, Collection<KeyedTask>> keys(List<Operation> operations) {
    Map<String, KeyedTask> tasks = new HashMap<>();
    Map<String, Map<String, KeyedTask>> keys = new TreeMap<>();
    for (Operation operation : operations) {
      if (operation.is("enqueue") && ((Map<?, ?>) operation.input()).containsKey("ordering_key")) {
        String task = (String) operation.in("task");
        KeyedTask keyed = tasks.computeIfAbsent(task, KeyedTask::new);
        keyed.add(operation);
        keys.computeIfAbsent((String) operation.in("ordering_key"), key -> new TreeMap<>())
            .put(task, keyed);
      }
    }
    for (Operation operation : operations) {
      boolean granted = operation.is("claim") && operation.ok() && operation.output() != null;
      if (granted || TaskLife.ends(operation)) {
        KeyedTask task = tasks.get(granted ? operation.out("task") : operation.in("task"));
        if (task != null) {
          task.add(operation);
        }
      }
    }
    Map<String, Collection<KeyedTask>> all = new TreeMap<>();
    keys.forEach((key, ofKey) -> all.put(key, new ArrayList<>(ofKey.values())));
    return all;
  }

  private static void judge(String key, Collection<KeyedTask> tasks, Findings findings) {
    findings.count("keys");
    findings.add("keyed", tasks.size());
    for (KeyedTask task : tasks) {
      findings.add("died", task.died() ? 1 : 0);
      boolean waited = false;
      boolean heldUp = false;
      for (KeyedTask other : tasks) {
        if (other == task) {
          continue;
        }
        if (other.submittedBefore(task)) {
          waited |= other.endsAfterSubmitOf(task);
          inOrder(key, other, task, findings);
        } else if (!task.submittedBefore(other) && task.firstFence() < other.firstFence()) {
          inTurn(key, task, other, findings);
        }
        heldUp |= task.grants() > 1 && task.submittedBefore(other) && task.endsAfterSubmitOf(other);
      }
      findings.add("waited", waited ? 1 : 0);
      findings.add("held_up", heldUp ? 1 : 0);
    }
  }

  private static void inOrder(String key, KeyedTask first, KeyedTask second, Findings findings) {
    if (second.wasUnderWayBeforeEndOf(first)) {
      say(findings, key, "was under way before the one before it had ended", first, second);
    } else if (first.lastFence() > second.firstFence()) {
      say(findings, key, "has a lower fence than the one before it", first, second);
    }
  }

  /** Whichever was first: not one, the other, and the one again. */
  private static void inTurn(String key, KeyedTask first, KeyedTask second, Findings findings) {
    if (second.firstFence() < first.lastFence()) {
      say(findings, key, "was granted between two grants of another", first, second);
    }
  }

  private static void say(
      Findings findings, String key, String what, KeyedTask first, KeyedTask second) {
    findings.anomaly("key %s: task %s %s: %s; %s".formatted(key, second.id(), what, first, second));
  }
}
