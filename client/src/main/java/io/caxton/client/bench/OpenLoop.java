package io.caxton.client.bench;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Calls are due at a fixed rate, answered or not. One that cannot be sent in time, because so many
 * are under way, still counts from when it was due: the measurement is free of coordinated
 * omission.
 */
final class OpenLoop extends Loop {
  private final BlockingQueue<Slot> free;
  private final double callsPerSecond;
  private final Thread pacer = new Thread(this::pace, "bench-pacer");

  OpenLoop(int slots, double callsPerSecond) {
    super(slots);
    free = new ArrayBlockingQueue<>(slots);
    this.callsPerSecond = callsPerSecond;
  }

  @Override
  void start(Function<Loop, Slot> newSlot) {
    for (int i = 0; i < slots(); i++) {
      free.add(newSlot.apply(this));
    }
    pacer.start();
  }

  private void pace() {
    long began = System.nanoTime();
    double nanosApart = 1e9 / callsPerSecond;
    for (long i = 0; !stopping(); i++) {
      long due = began + (long) (i * nanosApart);
      long early = due - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      }
      Slot slot = take();
      if (slot != null) {
        slot.send(due);
      }
    }
  }

  /** Null when the end has come while all were under way. */
  private Slot take() {
    try {
      Slot slot = free.poll();
      while (slot == null && !stopping()) {
        slot = free.poll(10, TimeUnit.MILLISECONDS);
      }
      return slot;
    } catch (InterruptedException interrupted) {
      return null;
    }
  }

  @Override
  void free(Slot slot) {
    free.add(slot);
    if (stopping()) {
      countFree();
    }
  }

  @Override
  void stopped() throws InterruptedException {
    pacer.join();
    countFree();
  }

  private void countFree() {
    while (free.poll() != null) {
      lost();
    }
  }
}
