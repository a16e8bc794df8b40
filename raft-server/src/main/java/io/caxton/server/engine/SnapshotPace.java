package io.caxton.server.engine;

import io.caxton.state.snapshot.Pacer;
import java.util.concurrent.TimeUnit;

/**
 * Holds the writers of snapshots together to a rate, so that the log keeps its share of disk and
 * processor.
 */
public final class SnapshotPace implements Pacer {
  private static final long SLEEP_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(1);

  private final long bytesPerSecond;
  private long dueNanos = System.nanoTime();

  public SnapshotPace(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public void spent(long bytes) throws InterruptedException {
    long sleepNanos = pay(bytes);
    if (sleepNanos > SLEEP_NANOS_MIN) {
      TimeUnit.NANOSECONDS.sleep(sleepNanos);
    }
  }

  private synchronized long pay(long bytes) {
    long now = System.nanoTime();
    dueNanos = Math.max(dueNanos, now) + bytes * 1_000_000_000L / bytesPerSecond;
    return dueNanos - now;
  }
}
