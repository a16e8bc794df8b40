package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What watchers saw against what writers were told: every acknowledged write at its position, once,
 * in order, at every watcher, over reconnects; nothing that nobody wrote or that was refused.
 */
public final class WatchChecker implements Checker {
  @Override
  public String name() {
    return "watch";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    Operation.byKey(history).forEach((key, operations) -> check(operations, findings));
    return findings.verdict();
  }

  private static void check(List<Operation> operations, Findings findings) {
    Map<String, Operation> writes = new LinkedHashMap<>();
    Map<String, WatcherView> watchers = new LinkedHashMap<>();
    for (Operation operation : operations) {
      switch (operation.f()) {
        case "put", "submit", "cancel" -> writes.put((String) operation.input(), operation);
        case "watch", "list" -> {
          if (operation.ok()) {
            watchers
                .computeIfAbsent((String) operation.in("watcher"), WatcherView::new)
                .add(operation, findings);
          }
        }
        default -> throw new IllegalArgumentException("not of a watch: " + operation);
      }
    }
    long lastAcknowledged = 0;
    for (Operation write : writes.values()) {
      if (write.ok()) {
        lastAcknowledged = Math.max(lastAcknowledged, position(write).orElse(0L));
      }
    }
    Map<Long, Map<String, String>> all = new HashMap<>();
    for (WatcherView watcher : watchers.values()) {
      watcher.judge(writes, lastAcknowledged, findings);
      watcher.compareWith(all, findings);
    }
    watchers.values().forEach(watcher -> watcher.complete(all, findings));
    findings.fact("writes", writes.size());
    findings.fact("watchers", watchers.size());
    findings.fact("changes", watchers.values().stream().mapToLong(WatcherView::changes).sum());
    findings.fact("connections", watchers.values().stream().mapToLong(WatcherView::nodes).sum());
    findings.fact("lists", watchers.values().stream().mapToLong(WatcherView::lists).sum());
    if (watchers.isEmpty()) {
      findings.undecided("nobody_watched", true);
    }
  }

  /** Where a write that is ok landed, if the answer said so. */
  static Optional<Long> position(Operation write) {
    Object position = ((Map<?, ?>) write.output()).get("position");
    return Optional.ofNullable((Long) position);
  }
}
