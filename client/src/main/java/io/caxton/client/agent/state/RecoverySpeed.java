package io.caxton.client.agent.state;

import java.time.Duration;

/** What recoveries of this agent cost, as measured here; guesses until then. */
public final class RecoverySpeed {
  /** Until measured: 200 000 events and 100 MB a second, and the calls of an empty recovery. */
  private static final double EVENT_NANOS = 5_000;

  private static final double BYTE_NANOS = 10;
  private static final long CALLS_NANOS = 20_000_000;

  /** How much a new measurement counts against those before. */
  private static final double WEIGHT = 0.3;

  /** Fewer say more about the calls than about the speed. */
  private static final long EVENTS_MIN = 100;

  private static final long BYTES_MIN = 64 << 10;

  // Guarded by this.
  private double eventNanos = EVENT_NANOS;
  private double appliedNanos;
  private double byteNanos = BYTE_NANOS;
  private long callsNanos = CALLS_NANOS;

  /** A recovery replayed so many events. */
  public synchronized void replayed(long events, long nanos) {
    if (events >= EVENTS_MIN) {
      eventNanos = (double) nanos / events;
    }
  }

  /** A recovery loaded so large a checkpoint. */
  public synchronized void loaded(long bytes, long nanos) {
    if (bytes >= BYTES_MIN) {
      byteNanos = (double) nanos / bytes;
    }
  }

  /** What a recovery took besides loading and replaying. */
  public synchronized void called(long nanos) {
    callsNanos = nanos;
  }

  /** An event was applied while the agent worked: replay cannot be faster than this. */
  public synchronized void applied(long events, long nanos) {
    if (events > 0) {
      double each = (double) nanos / events;
      appliedNanos = appliedNanos == 0 ? each : appliedNanos + WEIGHT * (each - appliedNanos);
    }
  }

  public synchronized Duration replay(long events) {
    return Duration.ofNanos((long) (events * Math.max(eventNanos, appliedNanos)));
  }

  public synchronized Duration recovery(long events, long checkpointBytes) {
    return replay(events).plusNanos((long) (checkpointBytes * byteNanos) + callsNanos);
  }
}
