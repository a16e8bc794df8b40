package io.caxton.state.core;

import io.caxton.v1.Task;

/** The time-outs of a task as it is submitted. */
public final class TimeOuts {
  private TimeOuts() {}

  /** Sets both with the ticks at which they end; 0 means none. */
  public static void begin(
      Task.Builder task, long startMillis, long totalMillis, long delayMillis, long tick) {
    if (startMillis != 0) {
      task.setStartTimeoutMillis(startMillis).setStartByTick(tick + delayMillis + startMillis);
    }
    if (totalMillis != 0) {
      task.setTotalTimeoutMillis(totalMillis).setEndByTick(tick + totalMillis);
    }
  }
}
