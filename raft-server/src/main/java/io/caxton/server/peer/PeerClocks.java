package io.caxton.server.peer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What the other nodes' wall clocks said last, so that one wrong clock, the leader's included,
 * cannot move the cluster's wall. Thread-safe.
 */
public final class PeerClocks {
  /** Clocks this close agree. */
  static final long AGREEMENT_MILLIS = 2_000;

  private static final long FRESH_NANOS = 5_000_000_000L;

  private record Reading(long wallMillis, long nanos) {}

  private final LongSupplier nanoTime;
  private final LongSupplier wallClock;
  private final Map<String, Reading> readings = new HashMap<>();

  public PeerClocks(LongSupplier nanoTime, LongSupplier wallClock) {
    this.nanoTime = nanoTime;
    this.wallClock = wallClock;
  }

  public synchronized void heard(String nodeId, long wallMillis) {
    readings.put(nodeId, new Reading(wallMillis, nanoTime.getAsLong()));
  }

  /**
   * Whether a majority of {@code voters} nodes, this one included, said of late what time it is.
   */
  public synchronized boolean heardFromMajority(int voters) {
    return walls().size() > voters / 2;
  }

  /** The wall time on which a majority of {@code voters} nodes, this one included, agrees now. */
  public synchronized OptionalLong agreed(int voters) {
    List<Long> walls = walls();
    int majority = voters / 2 + 1;
    for (int low = 0; low + majority <= walls.size(); low++) {
      int high = low + majority - 1;
      if (walls.get(high) - walls.get(low) <= AGREEMENT_MILLIS) {
        return OptionalLong.of(walls.get(low + (high - low) / 2));
      }
    }
    return OptionalLong.empty();
  }

  /** This node's and every other that is fresh, in order. */
  private List<Long> walls() {
    long now = nanoTime.getAsLong();
    List<Long> walls = new ArrayList<>();
    walls.add(wallClock.getAsLong());
    for (Reading reading : readings.values()) {
      long age = now - reading.nanos();
      if (age < FRESH_NANOS) {
        walls.add(reading.wallMillis() + age / 1_000_000);
      }
    }
    Collections.sort(walls);
    return walls;
  }
}
