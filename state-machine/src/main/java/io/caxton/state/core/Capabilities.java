package io.caxton.state.core;

import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.Capability;
import io.caxton.v1.RouteCandidate.Verdict;
import java.util.Set;
import java.util.TreeSet;

/** The names under which messages and tasks find agents: {@code name} and {@code name:version}. */
public final class Capabilities {
  private Capabilities() {}

  /** Without versions, of an agent that takes new messages; empty for all others. */
  static Set<String> provided(Agent agent) {
    if (agent.getState() != AgentState.AGENT_STATE_RUNNING || agent.getCapabilitiesCount() == 0) {
      return Set.of();
    }
    Set<String> names = new TreeSet<>();
    for (Capability capability : agent.getCapabilitiesList()) {
      names.add(capability.getName());
    }
    return names;
  }

  /**
   * True if a message that was routed to the agent stays with it: the agent has what was asked for,
   * and lives, or is about to live again.
   */
  static boolean keeps(Agent agent, Ask ask, RouteRule rule) {
    return switch (agent.getState()) {
      case AGENT_STATE_RUNNING, AGENT_STATE_DRAINING, AGENT_STATE_RECOVERING ->
          rule.qualify(agent, ask) == Verdict.VERDICT_ELIGIBLE;
      default -> false;
    };
  }

  /** With and without versions, whatever the agent's state; sorted. */
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
