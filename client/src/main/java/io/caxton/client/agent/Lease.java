package io.caxton.client.agent;

import java.util.concurrent.TimeUnit;

/**
 * A lease as its holder may count it: from the moment the last accepted request for it was SENT.
 * The cluster's view can only end later.
 */
final class Lease {
  private static final long MARGIN_MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long MARGIN_MAX_NANOS = TimeUnit.SECONDS.toNanos(2);

  // Guarded by this.
  private long sentNanos;
  private long lengthNanos;

  Lease(long sentNanos, long leaseMillis) {
    this.sentNanos = sentNanos;
    lengthNanos = TimeUnit.MILLISECONDS.toNanos(leaseMillis);
  }

  /**
   * Answers may come out of order: that of an older request changes nothing. That of a newer one
   * counts even if the lease ends earlier by it: so it does in the cluster.
   */
  synchronized void accepted(long requestSentNanos, long leaseMillis) {
    if (requestSentNanos - sentNanos > 0) {
      sentNanos = requestSentNanos;
      lengthNanos = TimeUnit.MILLISECONDS.toNanos(leaseMillis);
    }
  }

  /** Nanoseconds until work under the lease must have stopped: its end less a margin. */
  synchronized long leftNanos(long nowNanos) {
    long margin = Math.clamp(lengthNanos / 10, MARGIN_MIN_NANOS, MARGIN_MAX_NANOS);
    return sentNanos + lengthNanos - margin - nowNanos;
  }

  boolean over(long nowNanos) {
    return leftNanos(nowNanos) <= 0;
  }

  /** True when a third of it is used up: time to extend it. */
  synchronized boolean due(long nowNanos) {
    return nowNanos - sentNanos >= lengthNanos / 3;
  }
}
