package io.caxton.jepsen.sim.model;

import io.caxton.v1.AgentState;
import java.util.Set;
import java.util.TreeSet;

/** One agent, whatever its epoch. */
final class AgentModel {
  final String id;
  long epoch;
  AgentState state = AgentState.AGENT_STATE_UNSPECIFIED;
  int leaseMillis;

  /** Names, and names with versions. */
  final Set<String> capabilities = new TreeSet<>();

  /** 0 when its epoch is over. */
  long leaseUntilTick;

  long registeredPosition;
  long revision;

  AgentModel(String id) {
    this.id = id;
  }

  boolean isOver() {
    return state == AgentState.AGENT_STATE_LOST || state == AgentState.AGENT_STATE_STOPPED;
  }
}
