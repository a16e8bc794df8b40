package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.state.core.Labels;
import io.caxton.v1.Agent;
import io.caxton.v1.Capability;
import io.caxton.v1.ListAgentsRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists of agents. */
public final class AgentReads {
  private AgentReads() {}

  /** The matching agents, sorted by id; page and read options are not looked at. */
  public static List<Agent> list(State state, ListAgentsRequest request) {
    List<Agent> agents = new ArrayList<>();
    for (Agent agent : state.agents(request.getFleet()).values()) {
      if (matches(agent, request)) {
        agents.add(agent);
      }
    }
    agents.sort(Comparator.comparing(Agent::getId));
    return agents;
  }

  private static boolean matches(Agent agent, ListAgentsRequest request) {
    return (request.getStatesCount() == 0 || request.getStatesList().contains(agent.getState()))
        && (request.getCapability().isEmpty() || can(agent, request.getCapability()))
        && Labels.match(agent.getLabelsList(), request.getLabelsList());
  }

  static boolean can(Agent agent, String capability) {
    for (Capability own : agent.getCapabilitiesList()) {
      if (own.getName().equals(capability)) {
        return true;
      }
    }
    return false;
  }
}
