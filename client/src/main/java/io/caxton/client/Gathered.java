package io.caxton.client;

import java.util.concurrent.CompletableFuture;

/**
 * One caller's item and the future of its result, linked into the gatherer's queue: one allocation
 * for all three.
 */
final class Gathered<I, V> extends CompletableFuture<V> {
  final I item;
  final int bytes;
  final long deadlineNanos;

  /** The queue's link; owned by {@link Gatherer}. */
  Gathered<I, V> next;

  Gathered(I item, int bytes, long deadlineNanos) {
    this.item = item;
    this.bytes = bytes;
    this.deadlineNanos = deadlineNanos;
  }

  /** What callers derive is an ordinary future, and must not hold the item. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
