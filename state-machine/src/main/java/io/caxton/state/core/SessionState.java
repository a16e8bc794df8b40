package io.caxton.state.core;

import io.caxton.state.time.Timer;
import io.caxton.v1.Session;

/**
 * A session; as a timer it is due when it expires. Its first_open moves with nearly every call, so
 * the stored message is made only at a freeze.
 */
public final class SessionState extends Timer {
  private final long id;
  private final String clientName;
  private final int timeoutMillis;
  private long firstOpen;
  private long usedTick;

  // Derived from the stored outcomes.
  int outcomes;
  long highestSequence;
  boolean touched;

  SessionState(Session stored) {
    id = stored.getId();
    clientName = stored.getClientName();
    timeoutMillis = stored.getTimeoutMillis();
    firstOpen = stored.getFirstOpen();
    usedTick = stored.getUsedTick();
  }

  public long id() {
    return id;
  }

  /** The lowest sequence that may still be asked for. */
  public long firstOpen() {
    return firstOpen;
  }

  public int outcomes() {
    return outcomes;
  }

  void setFirstOpen(long sequence) {
    firstOpen = sequence;
  }

  /** True if this changed anything: only once in a hundredth of the time-out. */
  boolean use(long tick) {
    long rounded = tick - tick % grainMillis();
    if (rounded <= usedTick) {
      return false;
    }
    usedTick = rounded;
    return true;
  }

  /** Never before a whole time-out passed without a call. */
  long expiresTick() {
    return usedTick + grainMillis() + timeoutMillis;
  }

  private long grainMillis() {
    return Math.max(1, timeoutMillis / 100);
  }

  Session toSession() {
    return Session.newBuilder()
        .setId(id)
        .setClientName(clientName)
        .setTimeoutMillis(timeoutMillis)
        .setFirstOpen(firstOpen)
        .setUsedTick(usedTick)
        .build();
  }
}
