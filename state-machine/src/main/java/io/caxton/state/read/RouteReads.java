package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.state.core.Labels;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.ResolvedTarget;
import io.caxton.v1.Route;
import io.caxton.v1.RouteTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lists of routes, and where a route leads. */
public final class RouteReads {
  /** How many agents of a capability are given. */
  public static final int AGENTS_MAX = 100;

  private RouteReads() {}

  /** The matching routes, sorted by name; page and read options are not looked at. */
  public static List<Route> list(State state, ListRoutesRequest request) {
    List<Route> routes = new ArrayList<>();
    for (Route route : state.routes(request.getFleet()).values()) {
      if (route.getName().startsWith(request.getNamePrefix())
          && Labels.match(route.getLabelsList(), request.getLabelsList())) {
        routes.add(route);
      }
    }
    routes.sort(Comparator.comparing(Route::getName));
    return routes;
  }

  /** What each target of the route leads to, in order; empty if there is no such route. */
  public static Optional<List<ResolvedTarget>> resolve(State state, String fleet, String name) {
    return state.route(fleet, name).map(route -> resolve(state, fleet, route));
  }

  private static List<ResolvedTarget> resolve(State state, String fleet, Route route) {
    List<ResolvedTarget> resolved = new ArrayList<>();
    for (RouteTarget target : route.getTargetsList()) {
      ResolvedTarget.Builder builder = ResolvedTarget.newBuilder().setTarget(target);
      switch (target.getTargetCase()) {
        case AGENT_ID -> agent(state, fleet, target.getAgentId(), builder);
        case CAPABILITY -> capability(state, fleet, target.getCapability(), builder);
        case QUEUE -> {
          if (state.queue(fleet, target.getQueue()).isEmpty()) {
            builder.setUnavailable("the queue has had no task yet");
          }
        }
        case TARGET_NOT_SET -> builder.setUnavailable("the target is of a newer version");
      }
      resolved.add(builder.build());
    }
    return resolved;
  }

  private static void agent(
      State state, String fleet, String agentId, ResolvedTarget.Builder into) {
    Optional<Agent> agent = state.agent(fleet, agentId);
    if (agent.isEmpty()) {
      into.setUnavailable("the agent is not registered");
    } else if (agent.get().getState() == AgentState.AGENT_STATE_RUNNING) {
      into.addAgents(agent.get());
    } else {
      into.setUnavailable("the agent is " + agent.get().getState());
    }
  }

  private static void capability(
      State state, String fleet, String capability, ResolvedTarget.Builder into) {
    state.agents(fleet).values().stream()
        .filter(agent -> agent.getState() == AgentState.AGENT_STATE_RUNNING)
        .filter(agent -> AgentReads.can(agent, capability))
        .sorted(Comparator.comparing(Agent::getId))
        .limit(AGENTS_MAX)
        .forEach(into::addAgents);
    if (into.getAgentsCount() == 0) {
      into.setUnavailable("no running agent has the capability");
    }
  }
}
