package io.caxton.client.demo;

import java.time.Duration;

/** Does the same again and again, at most so often a second, until it is closed. */
final class Pace implements AutoCloseable {
  private final Thread thread;

  Pace(int perSecond, Runnable next) {
    Duration pause = Duration.ofNanos(1_000_000_000L / perSecond);
    thread = Thread.ofVirtual().name("pace").start(() -> go(pause, next));
  }

  private static void go(Duration pause, Runnable next) {
    try {
      while (true) {
        next.run();
        Thread.sleep(pause);
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when the last one is done. */
  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
