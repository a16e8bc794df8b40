package io.caxton.jepsen.nemesis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When a majority was there to serve: what the faults took away, not what the cluster made of it.
 * Thread-safe.
 */
public final class Availability {
  /** An election, and what clients need to find the new leader, still belong to the loss. */
  private static final long GRACE_NANOS = 3_000_000_000L;

  private final int minority;
  private final Map<String, Integer> down = new HashMap<>();
  private final List<long[]> losses = new ArrayList<>();

  /**
   * @param minority how many nodes can be lost
   */
  public Availability(int minority) {
    this.minority = minority;
  }

  public synchronized void lose(Collection<String> nodes) {
    nodes.forEach(node -> down.merge(node, 1, Integer::sum));
    if (down.size() > minority && !isLost()) {
      losses.add(new long[] {System.nanoTime(), Long.MAX_VALUE});
    }
  }

  public synchronized void regain(Collection<String> nodes) {
    nodes.forEach(node -> down.computeIfPresent(node, (n, count) -> count == 1 ? null : count - 1));
    if (down.size() <= minority && isLost()) {
      losses.getLast()[1] = System.nanoTime();
    }
  }

  private boolean isLost() {
    return !losses.isEmpty() && losses.getLast()[1] == Long.MAX_VALUE;
  }

  /** Was the majority lost at this moment, or just before? */
  public synchronized boolean wasLost(long timeNanos) {
    for (long[] loss : losses) {
      long until = loss[1] == Long.MAX_VALUE ? Long.MAX_VALUE : loss[1] + GRACE_NANOS;
      if (timeNanos - loss[0] >= 0 && (until == Long.MAX_VALUE || timeNanos - until < 0)) {
        return true;
      }
    }
    return false;
  }

  public synchronized int losses() {
    return losses.size();
  }
}
