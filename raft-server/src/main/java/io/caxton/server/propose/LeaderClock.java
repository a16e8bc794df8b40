package io.caxton.server.propose;

import java.util.function.LongSupplier;

/**
 * The cluster's time while this node leads. The tick is the last applied tick plus the monotonic
 * time since this node took over, in steps of at most {@link #STEP_MILLIS_MAX}: a longer gap (a
 * pause, no quorum) does not count. The wall follows the tick's rate, is slewed toward this node's
 * wall clock by at most {@link #SLEW_PER_MILLE}, and steps only when {@link #stepWall} is told that
 * a majority of the nodes' clocks agree. Thread-safe.
 */
public final class LeaderClock {
  static final long STEP_MILLIS_MAX = 200;
  static final long SLEW_PER_MILLE = 5;

  /** Beyond this the wall is not slewed: either the majority says step, or the clock is wrong. */
  static final long SLEWED_OFFSET_MILLIS_MAX = 5_000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** A reading of the cluster's time. */
  public record Stamp(long tick, long wallMillis) {}

  private final LongSupplier nanoTime;
  private final LongSupplier wallClock;
  private long lastNanos;
  private long tick;
  private long wallMillis;
  private long slewCredit;
  private boolean running;

  public LeaderClock(LongSupplier nanoTime, LongSupplier wallClock) {
    this.nanoTime = nanoTime;
    this.wallClock = wallClock;
  }

  /** This node leads from now on; the state's last tick and wall go on from here. */
  public synchronized void start(long lastTick, long lastWallMillis) {
    lastNanos = nanoTime.getAsLong();
    tick = lastTick;
    wallMillis = lastWallMillis == 0 ? wallClock.getAsLong() : lastWallMillis;
    slewCredit = 0;
    running = true;
  }

  public synchronized void stop() {
    running = false;
  }

  /** Moves on; call it at least every {@link #STEP_MILLIS_MAX} or time is lost. */
  public synchronized Stamp advance() {
    if (!running) {
      throw new IllegalStateException("the clock runs on a leader only");
    }
    long elapsed = (nanoTime.getAsLong() - lastNanos) / NANOS_PER_MILLI;
    lastNanos += elapsed * NANOS_PER_MILLI;
    count(Math.min(elapsed, STEP_MILLIS_MAX));
    return new Stamp(tick, wallMillis);
  }

  /** Passes over the time since the last reading: no quorum saw it. */
  public synchronized void skip() {
    lastNanos = nanoTime.getAsLong();
  }

  /** A majority of the nodes' clocks agree on this wall time. */
  public synchronized void stepWall(long agreedMillis) {
    wallMillis = agreedMillis;
    slewCredit = 0;
  }

  /** The stamped wall as of the last reading. */
  public synchronized long wallMillis() {
    return wallMillis;
  }

  /** How far this node's wall clock is ahead of the stamped wall. */
  public synchronized long wallOffsetMillis() {
    return wallClock.getAsLong() - wallMillis;
  }

  private void count(long millis) {
    tick += millis;
    wallMillis += millis + slew(millis);
  }

  private long slew(long millis) {
    long offset = wallClock.getAsLong() - (wallMillis + millis);
    if (offset == 0 || Math.abs(offset) > SLEWED_OFFSET_MILLIS_MAX) {
      return 0;
    }
    slewCredit += millis * SLEW_PER_MILLE;
    long step = Math.min(slewCredit / 1_000, Math.abs(offset));
    slewCredit -= step * 1_000;
    return offset > 0 ? step : -step;
  }
}
