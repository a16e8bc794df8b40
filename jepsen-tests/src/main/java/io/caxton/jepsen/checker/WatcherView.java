package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What one watcher was shown. */
final class WatcherView {
  /** Above from, up to and including to. */
  private record Gap(long from, long to) {}

  private final String name;

  /** The operation that showed it; by change. */
  private final Map<String, Operation> shownBy = new HashMap<>();

  private final TreeMap<Long, Set<String>> byPosition = new TreeMap<>();

  /** Left out on purpose: the feed was compacted and the watcher listed instead. */
  private final List<Gap> gaps = new ArrayList<>();

  private long begin = -1;
  private long cursor;
  private long changes;
  private long lists;
  private final Set<Object> nodes = new HashSet<>();

  WatcherView(String name) {
    this.name = name;
  }

  void add(Operation operation, Findings findings) {
    if (operation.is("list")) {
      long listed = (Long) operation.out("position");
      gaps.add(new Gap(cursor, listed));
      cursor = listed;
      lists++;
      return;
    }
    long from = (Long) operation.in("from");
    if (begin < 0) {
      begin = from;
      cursor = from;
    }
    nodes.add(operation.in("node"));
    if (from != cursor) {
      findings.anomaly(
          "watcher " + name + " went on from another cursor than " + cursor + ": " + operation);
    }
    long to = (Long) operation.out("to");
    for (Object change : (List<?>) operation.out("changes")) {
      long position = (Long) ((List<?>) change).get(0);
      add(position, (String) ((List<?>) change).get(1), to, operation, findings);
    }
    if (to < from) {
      findings.anomaly("watcher " + name + ": its cursor went back: " + operation);
    }
    cursor = Math.max(cursor, to);
  }

  private void add(long position, String change, long to, Operation operation, Findings findings) {
    changes++;
    if (shownBy.putIfAbsent(change, operation) != null) {
      findings.anomaly(
          "watcher %s was shown %s twice: %s %s"
              .formatted(name, change, shownBy.get(change), operation));
    } else if (!byPosition.isEmpty() && byPosition.lastKey() > position) {
      findings.anomaly(
          "watcher %s was shown %s at %d after %d: %s"
              .formatted(name, change, position, byPosition.lastKey(), operation));
    } else if (position <= cursor || position > to) {
      findings.anomaly(
          "watcher %s was shown %s at %d, which is not within its cursors: %s"
              .formatted(name, change, position, operation));
    }
    byPosition.computeIfAbsent(position, p -> new HashSet<>()).add(change);
  }

  /** Whether it must have been shown what happened there. */
  private boolean covers(long position) {
    return begin >= 0
        && position > begin
        && position <= cursor
        && gaps.stream().noneMatch(gap -> position > gap.from() && position <= gap.to());
  }

  void judge(Map<String, Operation> writes, long lastAcknowledged, Findings findings) {
    if (begin >= 0 && cursor < lastAcknowledged) {
      findings.anomaly(
          "watcher %s stopped at %d, while writes up to %d were acknowledged"
              .formatted(name, cursor, lastAcknowledged));
    }
    for (Operation write : writes.values()) {
      if (write.ok()) {
        acknowledged(write, findings);
      }
    }
    shownBy.forEach(
        (change, shown) -> {
          Operation write = writes.get(change);
          if (write == null || write.failed() || write.startNanos() > shown.endNanos()) {
            findings.anomaly(
                "watcher %s was shown %s, which %s: %s"
                    .formatted(
                        name,
                        change,
                        write == null ? "nobody wrote" : "was refused or not yet written " + write,
                        shown));
          }
        });
  }

  private void acknowledged(Operation write, Findings findings) {
    String change = (String) write.input();
    Optional<Long> position = WatchChecker.position(write);
    if (position.isEmpty()) {
      boolean shown = shownBy.containsKey(change);
      if (!shown && gaps.isEmpty() && begin >= 0) {
        findings.anomaly("watcher " + name + " was never shown " + write);
      }
    } else if (covers(position.get())
        && !byPosition.getOrDefault(position.get(), Set.of()).contains(change)) {
      findings.anomaly(
          "watcher %s was not shown %s at %d, though it watched up to %d"
              .formatted(name, write, position.get(), cursor));
    }
  }

  /** Enters what it saw into what all saw; two must agree where both looked. */
  void compareWith(Map<Long, Map<String, String>> all, Findings findings) {
    byPosition.forEach(
        (position, here) -> {
          Map<String, String> there = all.computeIfAbsent(position, p -> new HashMap<>());
          here.forEach(change -> there.putIfAbsent(change, name));
        });
    if (begin < 0) {
      findings.undecided("never_watched", name);
    }
  }

  /** It saw what any other saw. */
  void complete(Map<Long, Map<String, String>> all, Findings findings) {
    all.forEach(
        (position, there) -> {
          if (covers(position)) {
            Set<String> here = byPosition.getOrDefault(position, Set.of());
            there.forEach(
                (change, other) -> {
                  if (!here.contains(change)) {
                    findings.anomaly(
                        "watcher %s was not shown %s at %d, which watcher %s was"
                            .formatted(name, change, position, other));
                  }
                });
          }
        });
  }

  long changes() {
    return changes;
  }

  long nodes() {
    return nodes.size();
  }

  long lists() {
    return lists;
  }
}
