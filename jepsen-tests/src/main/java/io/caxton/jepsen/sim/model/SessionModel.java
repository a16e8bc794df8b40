package io.caxton.jepsen.sim.model;

import java.util.TreeMap;

/** One session and the outcomes that its client may still ask for. */
final class SessionModel {
  /** What an executed call came to. */
  record Outcome(long fingerprint, long position, String summary) {}

  final long id;
  final int timeoutMillis;
  final TreeMap<Long, Outcome> outcomes = new TreeMap<>();
  long firstOpen = 1;
  long usedTick;

  SessionModel(long id, int timeoutMillis) {
    this.id = id;
    this.timeoutMillis = timeoutMillis;
  }

  /** The use is kept in hundredths of the time-out. */
  void use(long tick) {
    usedTick = Math.max(usedTick, tick - tick % grain());
  }

  /** Never before a whole time-out without a call, a grain later at most. */
  long expiresTick() {
    return usedTick + grain() + timeoutMillis;
  }

  private long grain() {
    return Math.max(1, timeoutMillis / 100);
  }
}
