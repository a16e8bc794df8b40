package io.caxton.jepsen.sim.model;

/** A rate, counted millisecond by millisecond: a grant takes a period's worth of them. */
final class BucketModel {
  final int tasks;
  final int periodMillis;
  private long level;
  private long tick;

  /** Full. */
  BucketModel(int tasks, int periodMillis, long tick) {
    this.tasks = tasks;
    this.periodMillis = periodMillis;
    this.level = (long) tasks * periodMillis;
    this.tick = tick;
  }

  private long levelAt(long now) {
    long full = (long) tasks * periodMillis;
    long counted = level;
    for (long at = tick; at < now && counted < full; at++) {
      counted = Math.min(full, counted + tasks);
    }
    return counted;
  }

  boolean allows(long now) {
    return levelAt(now) >= periodMillis;
  }

  void fill(long now) {
    level = levelAt(now);
    tick = now;
  }

  void take(long now) {
    fill(now);
    level -= periodMillis;
  }

  boolean wasLeftEmpty() {
    return level < periodMillis;
  }

  /** The first tick at which it allows a grant. */
  long allowsFrom() {
    long at = tick;
    while (!allows(at)) {
      at++;
    }
    return at;
  }

  String shown() {
    return level + "@" + tick;
  }
}
