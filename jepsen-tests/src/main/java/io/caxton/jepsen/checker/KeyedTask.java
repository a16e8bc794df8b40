package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * When a task with an ordering key was submitted, granted and ended, at the latest and earliest.
 */
final class KeyedTask {
  private static final int SHOWN_MAX = 6;

  private final String id;
  private final List<Operation> operations = new ArrayList<>();

  private int grants;

  /** Above every fence while nobody was granted it. */
  private long firstFence = Long.MAX_VALUE;

  private long lastFence;

  /** It was there when this was over, and not before that began. */
  private long thereAt = Long.MAX_VALUE;

  private long notBefore = Long.MAX_VALUE;

  /** By then somebody had been granted it. */
  private long underWayAt = Long.MAX_VALUE;

  /** Before that nobody can have ended it. */
  private long endsFrom = Long.MAX_VALUE;

  private boolean died;

  KeyedTask(String id) {
    this.id = id;
  }

  /** An enqueue, a grant, or an end; others say nothing here. */
  void add(Operation operation) {
    if (operation.failed()) {
      return;
    }
    if (operation.is("enqueue")) {
      thereAt = Math.min(thereAt, operation.endNanos());
      notBefore = Math.min(notBefore, operation.startNanos());
    } else if (operation.is("claim")) {
      grants++;
      firstFence = Math.min(firstFence, Fences.of(operation));
      lastFence = Math.max(lastFence, Fences.of(operation));
      underWayAt = Math.min(underWayAt, operation.endNanos());
    } else if (operation.unknown() || TaskLife.said(operation, "ok")) {
      endsFrom = Math.min(endsFrom, operation.startNanos());
      underWayAt = Math.min(underWayAt, operation.endNanos());
      died |= operation.is("die") && operation.ok();
    }
    operations.add(operation);
  }

  String id() {
    return id;
  }

  int grants() {
    return grants;
  }

  long firstFence() {
    return firstFence;
  }

  long lastFence() {
    return lastFence;
  }

  boolean died() {
    return died;
  }

  boolean submittedBefore(KeyedTask other) {
    return thereAt < other.notBefore;
  }

  boolean endsAfterSubmitOf(KeyedTask other) {
    return endsFrom != Long.MAX_VALUE && other.thereAt < endsFrom;
  }

  boolean wasUnderWayBeforeEndOf(KeyedTask other) {
    return underWayAt < other.endsFrom;
  }

  @Override
  public String toString() {
    return operations.stream()
        .limit(SHOWN_MAX)
        .map(Operation::toString)
        .collect(Collectors.joining(" "));
  }
}
