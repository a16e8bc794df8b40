package io.caxton.client;

import io.caxton.v1.ErrorReason;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The items of one wire call, in order. */
final class Batch<I, Q, R, V> implements Answer<R> {
  private final Gatherer<I, Q, R, V> gatherer;
  private final List<Gathered<I, V>> items;

  Batch(Gatherer<I, Q, R, V> gatherer, List<Gathered<I, V>> items) {
    this.gatherer = gatherer;
    this.items = items;
  }

  void start() {
    Gathering<I, Q, R, V> gathering = gatherer.gathering();
    new Mutation<>(
            gatherer.core(),
            gathering.method(),
            call -> gathering.request().apply(call, items),
            this,
            0,
            items.getLast().deadlineNanos)
        .start();
  }

  @Override
  public void answered(R response) {
    gatherer.settle(this, items.size(), () -> settleAll(response));
  }

  private void settleAll(R response) {
    Gathering.Results<I, R, V> results = gatherer.gathering().results();
    for (int i = 0; i < items.size(); i++) {
      try {
        results.settle(response, i, items.get(i));
      } catch (IndexOutOfBoundsException missing) {
        items
            .get(i)
            .completeExceptionally(
                new OutcomeUnknown(
                    Failure.refused(ErrorReason.INTERNAL, "the answer lacks this item")));
      }
    }
  }

  @Override
  public void failed(CaxtonException failure) {
    BitSet named = named(failure);
    List<Gathered<I, V>> others = new ArrayList<>();
    List<Gathered<I, V>> blamed = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      (named.isEmpty() || named.get(i) ? blamed : others).add(items.get(i));
    }
    gatherer.core().backlog().leave(blamed.size());
    try {
      gatherer.core().complete(() -> blamed.forEach(item -> item.completeExceptionally(failure)));
    } finally {
      gatherer.ended(this, others.isEmpty());
      if (!others.isEmpty()) {
        // The refused call was not executed, so the others go again, under another sequence.
        gatherer.send(new Batch<>(gatherer, others));
      }
    }
  }

  /** The items that the refusal names, empty if it concerns them all. */
  private BitSet named(CaxtonException failure) {
    BitSet named = new BitSet();
    if (failure.definite() && failure.reason() == ErrorReason.INVALID_ARGUMENT) {
      String start = gatherer.gathering().itemsField() + "[";
      for (FieldViolation violation : failure.fieldViolations()) {
        index(violation.field(), start, named);
      }
    }
    return named;
  }

  private void index(String field, String start, BitSet named) {
    int end = field.indexOf(']');
    if (!field.startsWith(start) || end < 0) {
      return;
    }
    try {
      int index = Integer.parseInt(field.substring(start.length(), end));
      if (index >= 0 && index < items.size()) {
        named.set(index);
      }
    } catch (NumberFormatException notAnIndex) {
      // It names no item, so it concerns them all.
    }
  }

  /** A call waits for its newest item; the older ones are answered when their own time is over. */
  void failOverdue(long nowNanos) {
    for (Gathered<I, V> item : items) {
      if (nowNanos - item.deadlineNanos < 0) {
        return;
      }
      item.completeExceptionally(
          new OutcomeUnknown(
              Failure.of(
                  Failure.Cause.TIMEOUT, false, "no answer in time; the call is still under way")));
    }
  }
}
