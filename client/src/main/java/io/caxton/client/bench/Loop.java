package io.caxton.client.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Keeps calls under way until it is stopped. */
abstract class Loop {
  private static final Executor AFTER_FAILURE =
      CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  private final Meter meter = new Meter();
  private final CountDownLatch underWay;
  private final int slots;
  private volatile boolean stopping;

  Loop(int slots) {
    this.slots = slots;
    underWay = new CountDownLatch(slots);
  }

  static Loop of(LoadOptions load) {
    return load.rate == 0
        ? new ClosedLoop(load.slots())
        : new OpenLoop(load.slots(), (double) load.rate / load.batch);
  }

  abstract void start(Function<Loop, Slot> newSlot);

  /** The slot's call is over. */
  abstract void free(Slot slot);

  /** After a failure: not at once, or a cluster that refuses everything is asked in a busy loop. */
  final void freeLater(Slot slot) {
    AFTER_FAILURE.execute(() -> free(slot));
  }

  /** A slot is not used again. */
  final void lost() {
    underWay.countDown();
  }

  final int slots() {
    return slots;
  }

  final Meter meter() {
    return meter;
  }

  final boolean stopping() {
    return stopping;
  }

  /** Sends nothing more and waits for what is under way. */
  final boolean stop(long millis) throws InterruptedException {
    stopping = true;
    stopped();
    return underWay.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Called when it must send nothing more. */
  void stopped() throws InterruptedException {}
}
