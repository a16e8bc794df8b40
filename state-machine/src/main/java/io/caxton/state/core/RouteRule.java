package io.caxton.state.core;

import io.caxton.v1.Agent;
import io.caxton.v1.Capability;
import io.caxton.v1.Route;
import io.caxton.v1.RouteCandidate.Verdict;
import io.caxton.v1.RouteStrategy;
import io.caxton.v1.Routing;
import io.caxton.v1.VersionMatch;
import java.util.Comparator;
import java.util.Optional;

/**
 * How messages to one capability find an agent: as its route says, or the built-in way.
 *
 * @param lastAgentId of ROUND_ROBIN; empty before the first
 */
public record RouteRule(Routing routing, String lastAgentId) {
  private static final RouteRule BUILT_IN = new RouteRule(Routing.getDefaultInstance(), "");
  private static final Comparator<Candidate> BY_ID =
      Comparator.comparing(candidate -> candidate.agent().getId());
  private static final Comparator<Candidate> BY_LOAD =
      Comparator.comparingInt(Candidate::messages).thenComparing(BY_ID);

  /** {@code route} is the one of the capability's name, if there is one. */
  public static RouteRule of(Optional<Route> route) {
    return route
        .filter(Route::hasRouting)
        .map(stored -> new RouteRule(stored.getRouting(), stored.getLastAgentId()))
        .orElse(BUILT_IN);
  }

  /** After this agent was chosen. */
  public RouteRule after(String chosen) {
    return new RouteRule(routing, chosen);
  }

  public RouteStrategy strategy() {
    return routing.getStrategy() == RouteStrategy.ROUTE_STRATEGY_UNSPECIFIED
        ? RouteStrategy.ROUTE_STRATEGY_LEAST_LOADED
        : routing.getStrategy();
  }

  /** The order in which agents are tried; {@code preferred} is the conversation's, or empty. */
  public Comparator<Candidate> order(String preferred) {
    return switch (strategy()) {
      case ROUTE_STRATEGY_ROUND_ROBIN ->
          Comparator.comparing(
                  (Candidate candidate) -> candidate.agent().getId().compareTo(lastAgentId) <= 0)
              .thenComparing(BY_ID);
      case ROUTE_STRATEGY_AFFINITY ->
          Comparator.comparing(
                  (Candidate candidate) -> !candidate.agent().getId().equals(preferred))
              .thenComparing(BY_LOAD);
      default -> BY_LOAD;
    };
  }

  /** Whether the agent can take one more now. */
  public Verdict judge(Candidate candidate, Ask ask, int inboxMessagesMax) {
    Agent agent = candidate.agent();
    Verdict state =
        switch (agent.getState()) {
          case AGENT_STATE_RUNNING -> Verdict.VERDICT_ELIGIBLE;
          case AGENT_STATE_DRAINING -> Verdict.VERDICT_DRAINING;
          case AGENT_STATE_LOST -> Verdict.VERDICT_LEASE_ENDED;
          default -> Verdict.VERDICT_NOT_RUNNING;
        };
    Verdict verdict = state == Verdict.VERDICT_ELIGIBLE ? qualify(agent, ask) : state;
    if (verdict != Verdict.VERDICT_ELIGIBLE) {
      return verdict;
    }
    if (candidate.messages() >= inboxMessagesMax) {
      return Verdict.VERDICT_INBOX_FULL;
    }
    long bound = concurrency(agent, ask);
    return bound > 0 && candidate.capabilityMessages() >= bound
        ? Verdict.VERDICT_AT_CONCURRENCY
        : Verdict.VERDICT_ELIGIBLE;
  }

  /** Whether the agent has what is asked for, whatever it does now. */
  Verdict qualify(Agent agent, Ask ask) {
    boolean serves = false;
    for (Capability capability : agent.getCapabilitiesList()) {
      serves |= serves(capability, ask);
    }
    if (!serves) {
      return Verdict.VERDICT_WRONG_VERSION;
    }
    boolean labelled =
        Labels.match(agent.getLabelsList(), ask.labels())
            && Labels.match(agent.getLabelsList(), routing.getSelectorList());
    return labelled ? Verdict.VERDICT_ELIGIBLE : Verdict.VERDICT_LABELS;
  }

  private boolean serves(Capability capability, Ask ask) {
    if (!capability.getName().equals(ask.name())) {
      return false;
    }
    String version = capability.getVersion();
    if (ask.version().isEmpty() || version.equals(ask.version())) {
      return true;
    }
    return routing.getVersionMatch() == VersionMatch.VERSION_MATCH_AT_LEAST
        && !version.isEmpty()
        && Versions.isAtLeast(version, ask.version());
  }

  /** How many messages to the name the agent takes at once; 0 means no bound. */
  public long concurrency(Agent agent, Ask ask) {
    long sum = 0;
    for (Capability capability : agent.getCapabilitiesList()) {
      if (serves(capability, ask)) {
        if (capability.getConcurrency() == 0) {
          return 0;
        }
        sum += capability.getConcurrency();
      }
    }
    return sum;
  }
}
