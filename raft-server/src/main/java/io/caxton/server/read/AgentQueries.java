package io.caxton.server.read;

import io.caxton.state.State;
import io.caxton.v1.Agent;
import io.caxton.v1.Capability;
import io.caxton.v1.ListAgentsRequest;
import java.util.Comparator;
import java.util.List;

/** Lists of agents. */
public final class AgentQueries {
  private AgentQueries() {}

  /** Sorted by id. */
  public static List<Agent> list(State state, ListAgentsRequest request) {
    return state.agents(request.getFleet()).values().stream()
        .filter(agent -> matches(agent, request))
        .sorted(Comparator.comparing(Agent::getId))
        .toList();
  }

  private static boolean matches(Agent agent, ListAgentsRequest request) {
    return (request.getStatesCount() == 0 || request.getStatesList().contains(agent.getState()))
        && agent.getLabelsList().containsAll(request.getLabelsList())
        && (request.getCapability().isEmpty() || can(agent, request.getCapability()));
  }

  /** Capabilities are asked for as name, or as name:version. */
  static boolean can(Agent agent, String capability) {
    for (Capability offered : agent.getCapabilitiesList()) {
      if (offered.getName().equals(capability)
          || (offered.getName() + ":" + offered.getVersion()).equals(capability)) {
        return true;
      }
    }
    return false;
  }
}
