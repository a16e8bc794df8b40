package io.caxton.state.read;

import io.caxton.state.ConversationLimits;
import io.caxton.state.State;
import io.caxton.state.core.Ask;
import io.caxton.state.core.Candidate;
import io.caxton.state.core.Labels;
import io.caxton.state.core.RouteDecider;
import io.caxton.state.core.RouteRule;
import io.caxton.v1.Agent;
import io.caxton.v1.ConversationProvider;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ExplainRouteRequest;
import io.caxton.v1.ExplainRouteResponse;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.RouteCandidate;
import io.caxton.v1.RouteCandidate.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a message to a capability would go. Goes through all agents and inboxes of the fleet, and
 * has them judged as apply would.
 */
public final class RouteExplanation {
  /** Candidates in an answer. */
  public static final int CANDIDATES_MAX = 1_000;

  private final ExplainRouteRequest request;
  private final Ask ask;
  private final RouteRule rule;
  private final String preferred;
  private final int inboxMessagesMax;
  private final Map<String, Integer> messages = new HashMap<>();
  private final Map<String, Integer> capabilityMessages = new HashMap<>();
  private int waiting;

  private RouteExplanation(State state, ExplainRouteRequest request, ConversationLimits limits) {
    this.request = request;
    this.ask = Ask.of(request.getCapability(), Labels.sorted(request.getToLabelsList()));
    this.rule = RouteRule.of(state.route(request.getFleet(), ask.name()));
    this.preferred = preferred(state);
    this.inboxMessagesMax = limits.inboxMessagesMax();
    for (InboxMessage row : state.inbox(request.getFleet()).values()) {
      count(row);
    }
  }

  /** Without info. */
  public static ExplainRouteResponse.Builder of(
      State state, ExplainRouteRequest request, ConversationLimits limits) {
    return new RouteExplanation(state, request, limits).explain(state);
  }

  private String preferred(State state) {
    return state
        .conversation(request.getFleet(), request.getConversationId())
        .flatMap(
            conversation ->
                conversation.getProvidersList().stream()
                    .filter(provider -> provider.getCapability().equals(ask.name()))
                    .map(ConversationProvider::getAgentId)
                    .findFirst())
        .orElse("");
  }

  private void count(InboxMessage row) {
    boolean same = Ask.nameOf(row.getToCapability()).equals(ask.name());
    if (row.getToAgent().isEmpty()) {
      waiting += same ? 1 : 0;
    } else {
      messages.merge(row.getToAgent(), 1, Integer::sum);
      if (same) {
        capabilityMessages.merge(row.getToAgent(), 1, Integer::sum);
      }
    }
  }

  private ExplainRouteResponse.Builder explain(State state) {
    RouteDecider decider = new RouteDecider(ask, rule, inboxMessagesMax);
    List<RouteCandidate> eligible = new ArrayList<>();
    List<RouteCandidate> refused = new ArrayList<>();
    for (Candidate candidate : candidates(state)) {
      Verdict verdict = decider.offer(candidate);
      boolean could = verdict == Verdict.VERDICT_CHOSEN || verdict == Verdict.VERDICT_ELIGIBLE;
      (could ? eligible : refused).add(describe(candidate, verdict));
    }
    RouteDecider.Choice choice = decider.choice();
    ExplainRouteResponse.Builder response =
        ExplainRouteResponse.newBuilder()
            .setRouting(rule.routing().toBuilder().setStrategy(rule.strategy()))
            .setAgentId(choice.agentId())
            .setMayWait(choice.mayWait())
            .setCandidatesTotal(eligible.size() + refused.size())
            .setWaitingMessages(waiting);
    if (choice.isNobody()) {
      response.setRefusal(
          choice.busy() || choice.full() ? ErrorReason.INBOX_FULL : ErrorReason.NO_PROVIDER);
    }
    eligible.addAll(refused);
    return response.addAllCandidates(
        eligible.subList(0, Math.min(CANDIDATES_MAX, eligible.size())));
  }

  private List<Candidate> candidates(State state) {
    List<Candidate> candidates = new ArrayList<>();
    for (Agent agent : state.agents(request.getFleet()).values()) {
      if (AgentReads.can(agent, ask.name())) {
        candidates.add(
            new Candidate(
                agent,
                messages.getOrDefault(agent.getId(), 0),
                capabilityMessages.getOrDefault(agent.getId(), 0)));
      }
    }
    Comparator<Candidate> order = rule.order(preferred);
    candidates.sort(order);
    return candidates;
  }

  private RouteCandidate describe(Candidate candidate, Verdict verdict) {
    Agent agent = candidate.agent();
    return RouteCandidate.newBuilder()
        .setAgentId(agent.getId())
        .setVerdict(verdict)
        .setMessages(candidate.messages())
        .setCapabilityMessages(candidate.capabilityMessages())
        .setConcurrency((int) Math.min(Integer.MAX_VALUE, rule.concurrency(agent, ask)))
        .setReason(RouteWords.reason(candidate, verdict, ask, rule, inboxMessagesMax))
        .setUntil(RouteWords.until(verdict))
        .setLeaseUntilTick(agent.getLeaseUntilTick())
        .build();
  }
}
