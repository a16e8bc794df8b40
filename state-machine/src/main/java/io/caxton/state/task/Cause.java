package io.caxton.state.task;

/** Why an attempt failed, as it is stored. */
public enum Cause {
  FAILED("failed"),
  LEASE_ENDED("lease_ended"),
  AGENT_LOST("agent_lost"),
  AGENT_RESTARTED("agent_restarted"),
  ATTEMPT_TIMEOUT("attempt_timeout"),
  DEADLINE("deadline"),
  START_TIMEOUT("start_timeout"),
  TOTAL_TIMEOUT("total_timeout");

  private final String stored;

  Cause(String stored) {
    this.stored = stored;
  }

  /** Never to be changed: it is in logs and snapshots. */
  public String stored() {
    return stored;
  }
}
