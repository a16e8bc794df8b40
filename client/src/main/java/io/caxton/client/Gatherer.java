package io.caxton.client;

import io.caxton.v1.ErrorReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Carries single items of many callers in few wire calls. An item leaves at once while fewer than
 * {@code callsInFlight} calls are under way; otherwise it waits and leaves with all others that
 * came meanwhile. No timer and no thread of its own: whoever brings an item, or the network thread
 * that brought an answer, sends the next call.
 */
final class Gatherer<I, Q, R, V> {
  private final Core core;
  private final Gathering<I, Q, R, V> gathering;
  private final int callsMax;
  private final int itemsMax;

  /** Items in reverse order of arrival; callers push, the drainer takes all. */
  private final AtomicReference<Gathered<I, V>> arrived = new AtomicReference<>();

  private final AtomicInteger callsInFlight = new AtomicInteger();

  /** Above zero while somebody drains: only that thread touches {@link #first}. */
  private final AtomicInteger drains = new AtomicInteger();

  /** Items in order of arrival that have left {@link #arrived}; owned by the drainer. */
  private Gathered<I, V> first;

  private final Set<Batch<I, Q, R, V>> batches = ConcurrentHashMap.newKeySet();

  Gatherer(Core core, Gathering<I, Q, R, V> gathering) {
    this.core = core;
    this.gathering = gathering;
    boolean gather = core.config().gather();
    callsMax = gather ? core.config().callsInFlight() : Integer.MAX_VALUE;
    itemsMax = gather ? ClientConfig.ITEMS_MAX : 1;
  }

  Core core() {
    return core;
  }

  Gathering<I, Q, R, V> gathering() {
    return gathering;
  }

  /** Takes an item; its future completes with its own result, whatever befalls the others. */
  CompletableFuture<V> offer(I item) {
    int bytes = gathering.bytes().applyAsInt(item);
    Gathered<I, V> gathered = new Gathered<>(item, bytes, core.deadlineNanos(0));
    if (core.closed()) {
      gathered.completeExceptionally(
          new DefiniteFailure(Failure.of(Failure.Cause.CONNECTION, true, "the client was closed")));
      return gathered;
    }
    if (bytes > ClientConfig.CALL_BYTES_MAX) {
      gathered.completeExceptionally(
          new DefiniteFailure(
              Failure.refused(
                  ErrorReason.INVALID_ARGUMENT,
                  gathering.itemsField() + "[0]",
                  "has " + bytes + " bytes, at most " + ClientConfig.CALL_BYTES_MAX)));
      return gathered;
    }
    try {
      core.backlog().enter();
    } catch (DefiniteFailure full) {
      gathered.completeExceptionally(full);
      return gathered;
    }
    push(gathered);
    if (callsInFlight.get() < callsMax) {
      drain();
    }
    return gathered;
  }

  private void push(Gathered<I, V> item) {
    Gathered<I, V> newest;
    do {
      newest = arrived.get();
      item.next = newest;
    } while (!arrived.compareAndSet(newest, item));
  }

  /** Sends calls while there are items and free calls. A drain that runs already does it for us. */
  private void drain() {
    if (drains.getAndIncrement() == 0) {
      drainAll();
    }
  }

  private void drainAll() {
    int seen = 1;
    do {
      while (callsInFlight.get() < callsMax && hasItems()) {
        send();
      }
      seen = drains.addAndGet(-seen);
    } while (seen != 0);
  }

  private boolean hasItems() {
    if (first == null) {
      Gathered<I, V> newest = arrived.getAndSet(null);
      while (newest != null) {
        Gathered<I, V> older = newest.next;
        newest.next = first;
        first = newest;
        newest = older;
      }
    }
    return first != null;
  }

  private void send() {
    List<Gathered<I, V>> items = new ArrayList<>();
    int bytes = 0;
    int dropped = 0;
    while (hasItems() && items.size() < itemsMax) {
      Gathered<I, V> item = first;
      if (!items.isEmpty() && bytes + item.bytes > ClientConfig.GATHERED_BYTES_MAX) {
        break;
      }
      first = item.next;
      item.next = null;
      if (item.isDone()) {
        dropped++; // Cancelled by its caller, or timed out, while it waited.
      } else {
        items.add(item);
        bytes += item.bytes;
      }
    }
    if (dropped > 0) {
      core.backlog().leave(dropped);
    }
    if (!items.isEmpty()) {
      callsInFlight.getAndIncrement();
      send(new Batch<>(this, items));
    }
  }

  /** In the place of a call that is counted already. */
  void send(Batch<I, Q, R, V> batch) {
    batches.add(batch);
    core.busy().add(this);
    batch.start();
  }

  /** A batch is over; its call is free if nothing of it goes on. */
  void ended(Batch<I, Q, R, V> batch, boolean callFree) {
    batches.remove(batch);
    if (callFree) {
      callsInFlight.getAndDecrement();
      drain();
    }
  }

  /**
   * Runs the completions of an answer. What depends on them often brings new items: those wait
   * until all are completed, and then leave together.
   */
  void settle(Batch<I, Q, R, V> batch, int settled, Runnable completions) {
    boolean drainer = drains.getAndIncrement() == 0;
    // First make room: who sees an answer may count on it.
    core.backlog().leave(settled);
    try {
      core.complete(completions);
    } finally {
      ended(batch, true);
      if (drainer) {
        drainAll();
      }
    }
  }

  /** Fails what is overdue, waiting or sent; called by the timer while calls are under way. */
  void tick(long nowNanos) {
    for (Batch<I, Q, R, V> batch : batches) {
      batch.failOverdue(nowNanos);
    }
    failOverdueWaiting(nowNanos);
    if (batches.isEmpty()) {
      core.busy().remove(this);
      if (!batches.isEmpty()) {
        core.busy().add(this);
      }
    }
  }

  /** Only while nobody drains; whoever drains sends these items anyway, or the next tick looks. */
  private void failOverdueWaiting(long nowNanos) {
    if (!drains.compareAndSet(0, 1)) {
      return;
    }
    hasItems();
    for (Gathered<I, V> item = first; item != null; item = item.next) {
      if (nowNanos - item.deadlineNanos < 0 && !core.closed()) {
        break;
      }
      item.completeExceptionally(
          new DefiniteFailure(
              Failure.of(
                  Failure.Cause.TIMEOUT, true, "not sent: earlier calls are still unanswered")));
    }
    drainAll();
  }
}
