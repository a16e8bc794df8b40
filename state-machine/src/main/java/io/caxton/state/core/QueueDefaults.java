package io.caxton.state.core;

/** What holds where neither the task nor its queue says otherwise; documented in the proto. */
public final class QueueDefaults {
  public static final int LEASE_MILLIS = 30_000;
  public static final long RETENTION_MILLIS = 3_600_000;
  public static final int RETENTION_TASKS = 100_000;
  public static final long DEAD_RETENTION_MILLIS = 604_800_000;
  public static final int DEAD_TASKS_MAX = 10_000;
  public static final int TASKS_MAX = 10_000_000;

  public static final int ATTEMPTS_MAX = 5;
  public static final int BACKOFF_INITIAL_MILLIS = 100;
  public static final int BACKOFF_MAX_MILLIS = 60_000;
  public static final int BACKOFF_PERCENT = 200;
  public static final int JITTER_PERCENT = 20;

  /** What the empty name means. */
  public static final String NAME = "default";

  private QueueDefaults() {}

  public static String nameOf(String given) {
    return given.isEmpty() ? NAME : given;
  }
}
