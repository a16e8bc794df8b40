package io.caxton.state.core;

import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.Capability;
import java.util.Set;
import java.util.TreeSet;

/** The names under which messages and tasks find agents: {@code name} and {@code name:version}. */
public final class Capabilities {
  private Capabilities() {}

  /** Of an agent that takes new work; empty for all others. */
  static Set<String> provided(Agent agent) {
    return agent.getState() == AgentState.AGENT_STATE_RUNNING ? all(agent) : Set.of();
  }

  /**
   * True if a message that was routed to the agent by the capability stays with it: the agent
   * lives, or is about to live again.
   */
  static boolean keeps(Agent agent, String capability) {
    return switch (agent.getState()) {
      case AGENT_STATE_RUNNING, AGENT_STATE_DRAINING, AGENT_STATE_RECOVERING ->
          all(agent).contains(capability);
      default -> false;
    };
  }

  /** Whatever its state; sorted. */
  public static Set<String> all(Agent agent) {
    if (agent.getCapabilitiesCount() == 0) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    for (Capability capability : agent.getCapabilitiesList()) {
      names.add(capability.getName());
      if (!capability.getVersion().isEmpty()) {
        names.add(capability.getName() + ':' + capability.getVersion());
      }
    }
    return names;
  }
}
