package io.caxton.state.core;

import io.caxton.state.time.Timer;

/** The end of an agent's unfinished checkpoint. */
public final class UploadTimer extends Timer {
  private final Fleet fleet;
  private final String agentId;

  UploadTimer(Fleet fleet, String agentId) {
    this.fleet = fleet;
    this.agentId = agentId;
  }

  Fleet fleet() {
    return fleet;
  }

  String agentId() {
    return agentId;
  }
}
