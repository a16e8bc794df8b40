package io.caxton.jepsen.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Several threads that do one thing again and again until it is over. */
public final class Crew implements AutoCloseable {
  private final List<Thread> members = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile boolean over;

  /**
   * @param work does one piece; false when there is nothing left
   */
  public Crew(String name, int size, BooleanSupplier work) {
    for (int i = 0; i < size; i++) {
      members.add(Thread.ofVirtual().name(name + "-" + i).start(() -> run(work)));
    }
  }

  private void run(BooleanSupplier work) {
    try {
      while (!over && work.getAsBoolean()) {
        // Again.
      }
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Waits until there is nothing left to do. */
  public void join() {
    for (Thread member : members) {
      try {
        member.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    if (failure.get() != null) {
      throw new AssertionError("a member of the crew failed", failure.get());
    }
  }

  /** Lets each finish what it is at. */
  @Override
  public void close() {
    over = true;
    join();
  }
}
