package io.caxton.server.engine;

import io.caxton.state.snapshot.Pacer;
import java.util.concurrent.TimeUnit;

/** Holds the snapshot writer to a rate, so that the log keeps its share of disk and processor. */
public final class SnapshotPace implements Pacer {
  private static final long SLEEP_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(1);

  private final long bytesPerSecond;
  private long dueNanos = System.nanoTime();

  public SnapshotPace(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public void spent(long bytes) throws InterruptedException {
    long now = System.nanoTime();
    dueNanos = Math.max(dueNanos, now) + bytes * 1_000_000_000L / bytesPerSecond;
    if (dueNanos - now > SLEEP_NANOS_MIN) {
      TimeUnit.NANOSECONDS.sleep(dueNanos - now);
    }
  }
}
