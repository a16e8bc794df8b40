package io.caxton.jepsen.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** The workers of a run, each stepped by a thread of its own until they are stopped. */
final class Crew {
  private static final Duration LAST_STEP = Duration.ofSeconds(40);

  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Pace pace;
  private volatile boolean stopping;

  /**
   * @param rate steps a second at most, of all together; 0: as they like
   */
  Crew(List<Workload.Worker> workers, double rate) {
    pace = new Pace(rate);
    for (Workload.Worker worker : workers) {
      threads.add(
          Thread.ofVirtual().name("worker-" + threads.size()).unstarted(() -> work(worker)));
    }
  }

  void start() {
    threads.forEach(Thread::start);
  }

  private void work(Workload.Worker worker) {
    try {
      while (!stopping) {
        pace.next();
        worker.step();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // The others go on: what they find still counts, and this one is reported.
      failures.add(e);
    }
  }

  /** Returns when each has ended its step. */
  void stop() throws InterruptedException {
    stopping = true;
    long until = System.nanoTime() + LAST_STEP.toNanos();
    for (Thread thread : threads) {
      Duration left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
      if (!thread.join(left)) {
        thread.interrupt();
        thread.join(Duration.ofSeconds(5));
      }
    }
  }

  /** Errors of workers, which are faults of the workload, never of the cluster. */
  List<Throwable> failures() {
    return List.copyOf(failures);
  }

  /** Evenly spaced turns. */
  private static final class Pace {
    private final long apartNanos;
    private long nextNanos = System.nanoTime();

    Pace(double rate) {
      apartNanos = rate > 0 ? Math.round(1e9 / rate) : 0;
    }

    void next() {
      if (apartNanos == 0) {
        return;
      }
      long mine;
      synchronized (this) {
        nextNanos = Math.max(nextNanos + apartNanos, System.nanoTime());
        mine = nextNanos;
      }
      LockSupport.parkNanos(Math.max(0, mine - System.nanoTime()));
    }
  }
}
