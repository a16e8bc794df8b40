package io.caxton.client;

import io.caxton.v1.ErrorReason;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Bounds the items that the client holds without an answer, for all gatherers together. */
final class Backlog {
  private final int itemsMax;
  private final boolean block;
  private final BooleanSupplier onNetworkThread;
  private final AtomicInteger items = new AtomicInteger();
  private volatile int blocked;

  Backlog(ClientConfig config, BooleanSupplier onNetworkThread) {
    itemsMax = config.itemsWaitingMax();
    block = config.blockWhenFull();
    this.onNetworkThread = onNetworkThread;
  }

  /** Takes a place for one item, or waits for one, or throws. */
  void enter() {
    if (items.incrementAndGet() > itemsMax) {
      full();
    }
  }

  private void full() {
    if (!block) {
      items.decrementAndGet();
      throw new DefiniteFailure(
          Failure.refused(
              ErrorReason.OVERLOADED,
              "this client holds " + itemsMax + " items without an answer, its bound"));
    }
    // The network thread brings the answers that make room: it must not wait for them.
    if (onNetworkThread.getAsBoolean()) {
      return;
    }
    items.decrementAndGet();
    synchronized (this) {
      blocked++;
      try {
        while (!tryEnter()) {
          wait();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new DefiniteFailure(
            Failure.refused(ErrorReason.OVERLOADED, "interrupted while this client was full"));
      } finally {
        blocked--;
      }
    }
  }

  private boolean tryEnter() {
    int held = items.get();
    while (held < itemsMax) {
      if (items.compareAndSet(held, held + 1)) {
        return true;
      }
      held = items.get();
    }
    return false;
  }

  void leave(int count) {
    items.addAndGet(-count);
    if (blocked > 0) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  int items() {
    return items.get();
  }
}
