package io.caxton.client.agent.state;

/** How a recovery applies events. */
public enum ReplayMode {
  SEQUENTIAL,
  /** By partition, many at a time; for a {@link PartitionedState}. */
  PARALLEL,
  /**
   * Both ways; the recovery fails with a {@link ReplayDifference} if they differ. Keeps the events
   * in memory meanwhile: for tests and after changes of the state's code.
   */
  VERIFIED
}
