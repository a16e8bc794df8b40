package io.caxton.client.agent;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The messages of one conversation that were given back and have not come again. What was under way
 * behind them must not overtake them; the cluster itself holds back what it had not yet delivered.
 */
final class GivenBack {
  /** One that did not come so long after its delay has expired, or its conversation is gone. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** By sequence: until when it is waited for. */
  private final NavigableMap<Long, Long> awaited = new TreeMap<>();

  void add(long seq, long nowNanos, long delayNanos) {
    awaited.put(seq, nowNanos + delayNanos + GRACE_NANOS);
  }

  /** A message came; says whether it has to be given back too. */
  boolean isTooEarly(long seq, long nowNanos) {
    awaited.remove(seq);
    awaited.values().removeIf(until -> nowNanos - until > 0);
    return awaited.lowerKey(seq) != null;
  }

  boolean isEmpty() {
    return awaited.isEmpty();
  }
}
