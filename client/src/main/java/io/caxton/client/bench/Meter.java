package io.caxton.client.bench;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts what is answered, and how late; warm-up, measurement and drain apart. */
final class Meter {
  private static final int DIGITS = 3;

  private final LongAdder acked = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Recorder measured = new Recorder(DIGITS);
  private volatile boolean measuring;
  private volatile Throwable lastFailure;

  /** So many items that were sent, or due, at this time are answered. */
  void answered(long sinceNanos, int items) {
    acked.add(items);
    if (measuring) {
      measured.recordValueWithCount(Math.max(1, System.nanoTime() - sinceNanos), items);
    }
  }

  void failed(int items, Throwable failure) {
    failed.add(items);
    lastFailure = failure;
  }

  void measure() {
    measured.reset();
    measuring = true;
  }

  /** Latencies in nanoseconds of all that was answered since {@link #measure}. */
  Histogram stop() {
    measuring = false;
    return measured.getIntervalHistogram();
  }

  long acked() {
    return acked.sum();
  }

  long failed() {
    return failed.sum();
  }

  /** For people; empty if nothing failed. */
  String failure() {
    return lastFailure == null ? "" : String.valueOf(lastFailure.getMessage());
  }
}
