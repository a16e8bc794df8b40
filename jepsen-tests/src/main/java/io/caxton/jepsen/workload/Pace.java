package io.caxton.jepsen.workload;

import io.caxton.jepsen.run.Workload;
import java.util.Random;

/** Pauses of random length around a mean, so that workers do not march in step. */
record Pace(Random random, int meanMillis) {
  void pause() throws InterruptedException {
    Thread.sleep(random.nextInt(2 * meanMillis + 1));
  }

  /** A worker that does this again and again, with pauses. */
  static Workload.Worker each(Runnable step, Random random, int meanMillis) {
    Pace pace = new Pace(random, meanMillis);
    return () -> {
      step.run();
      pace.pause();
    };
  }
}
