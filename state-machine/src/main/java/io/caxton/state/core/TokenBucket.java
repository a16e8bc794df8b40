package io.caxton.state.core;

import io.caxton.v1.Queue;

/**
 * So many grants in a period of the tick, refilled evenly. Counted in whole numbers: a grant costs
 * as much as the period has milliseconds, and each millisecond brings as much as there are grants
 * in a period. So every replica has the same level, however often it was refilled on the way.
 */
final class TokenBucket {
  private final int tasks;
  private final int periodMillis;
  private long level;
  private long tick;

  private TokenBucket(int tasks, int periodMillis, long level, long tick) {
    this.tasks = tasks;
    this.periodMillis = periodMillis;
    this.level = level;
    this.tick = tick;
  }

  static TokenBucket full(int tasks, int periodMillis, long tick) {
    return new TokenBucket(tasks, periodMillis, (long) tasks * periodMillis, tick);
  }

  /** As it was stored; null if the queue has no rate. */
  static TokenBucket stored(Queue row) {
    return row.getRateTasks() == 0
        ? null
        : new TokenBucket(
            row.getRateTasks(), row.getRatePeriodMillis(), row.getRateLevel(), row.getRateTick());
  }

  boolean isOf(int otherTasks, int otherPeriodMillis) {
    return tasks == otherTasks && periodMillis == otherPeriodMillis;
  }

  boolean hasOne(long now) {
    return levelAt(now) >= periodMillis;
  }

  /** There must be one. */
  void spend(long now) {
    refill(now);
    if (level < periodMillis) {
      throw new IllegalStateException("nothing is in the bucket at " + now);
    }
    level -= periodMillis;
  }

  void refill(long now) {
    level = levelAt(now);
    tick = now;
  }

  /** The tick from which it has one, as far as it was refilled; none before that was needed. */
  long nextTick() {
    return tick + Math.ceilDiv(Math.max(0, periodMillis - level), (long) tasks);
  }

  /** Whether it had none when it was refilled or spent from last. */
  boolean isEmpty() {
    return level < periodMillis;
  }

  private long levelAt(long now) {
    long full = (long) tasks * periodMillis;
    long passed = now - tick;
    // A whole period fills it; without this a long time would overflow.
    return passed >= periodMillis ? full : Math.min(full, level + passed * tasks);
  }

  void into(Queue.Builder queue) {
    queue.setRateLevel(level).setRateTick(tick);
  }
}
