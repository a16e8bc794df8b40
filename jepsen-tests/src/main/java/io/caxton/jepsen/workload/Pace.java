package io.caxton.jepsen.workload;

import java.util.Random;

/** Pauses of random length around a mean, so that workers do not march in step. */
record Pace(Random random, int meanMillis) {
  void pause() throws InterruptedException {
    Thread.sleep(random.nextInt(2 * meanMillis + 1));
  }
}
