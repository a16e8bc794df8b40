package io.caxton.server.read;

import io.caxton.state.State;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.ResolvedTarget;
import io.caxton.v1.Route;
import io.caxton.v1.RouteTarget;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lists of routes, and where a route leads. */
public final class RouteQueries {
  private static final int AGENTS_MAX = 100;

  private RouteQueries() {}

  /** Sorted by name. */
  public static List<Route> list(State state, ListRoutesRequest request) {
    return state.routes(request.getFleet()).values().stream()
        .filter(route -> route.getName().startsWith(request.getNamePrefix()))
        .filter(route -> route.getLabelsList().containsAll(request.getLabelsList()))
        .sorted(Comparator.comparing(Route::getName))
        .toList();
  }

  /** One answer for each target, in order. */
  public static List<ResolvedTarget> resolve(State state, String fleet, Route route) {
    return route.getTargetsList().stream()
        .map(target -> resolve(state, fleet, target))
        .toList();
  }

  private static ResolvedTarget resolve(State state, String fleet, RouteTarget target) {
    ResolvedTarget.Builder resolved = ResolvedTarget.newBuilder().setTarget(target);
    return switch (target.getTargetCase()) {
      case AGENT_ID -> toAgent(state.agent(fleet, target.getAgentId()), target, resolved);
      case CAPABILITY -> toProviders(state, fleet, target.getCapability(), resolved);
      case QUEUE, TARGET_NOT_SET -> resolved.build();
    };
  }

  private static ResolvedTarget toAgent(
      Optional<Agent> agent, RouteTarget target, ResolvedTarget.Builder resolved) {
    if (agent.isEmpty()) {
      return resolved
          .setUnavailable("agent \"" + target.getAgentId() + "\" is not registered")
          .build();
    }
    return agent.get().getState() == AgentState.AGENT_STATE_RUNNING
        ? resolved.addAgents(agent.get()).build()
        : resolved
            .setUnavailable("agent \"" + agent.get().getId() + "\" is " + agent.get().getState())
            .build();
  }

  private static ResolvedTarget toProviders(
      State state, String fleet, String capability, ResolvedTarget.Builder resolved) {
    state.agents(fleet).values().stream()
        .filter(agent -> agent.getState() == AgentState.AGENT_STATE_RUNNING)
        .filter(agent -> AgentQueries.can(agent, capability))
        .sorted(Comparator.comparing(Agent::getId))
        .limit(AGENTS_MAX)
        .forEach(resolved::addAgents);
    if (resolved.getAgentsCount() == 0) {
      resolved.setUnavailable("no running agent offers \"" + capability + "\"");
    }
    return resolved.build();
  }
}
