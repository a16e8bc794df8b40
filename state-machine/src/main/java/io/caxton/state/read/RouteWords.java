package io.caxton.state.read;

import io.caxton.state.core.Ask;
import io.caxton.state.core.Candidate;
import io.caxton.state.core.RouteRule;
import io.caxton.v1.Agent;
import io.caxton.v1.Capability;
import io.caxton.v1.Label;
import io.caxton.v1.RouteCandidate.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says of a candidate for people why it was judged so, and what would change that. */
final class RouteWords {
  private RouteWords() {}

  static String reason(
      Candidate candidate, Verdict verdict, Ask ask, RouteRule rule, int inboxMessagesMax) {
    Agent agent = candidate.agent();
    return switch (verdict) {
      case VERDICT_CHOSEN -> chosen(rule);
      case VERDICT_ELIGIBLE -> "another one comes first";
      case VERDICT_NOT_RUNNING, VERDICT_DRAINING, VERDICT_LEASE_ENDED ->
          "it is " + agent.getState().name().substring("AGENT_STATE_".length());
      case VERDICT_WRONG_VERSION ->
          String.format(
              Locale.ROOT,
              "it has %s, asked for is %s:%s%s",
              versions(agent, ask),
              ask.name(),
              ask.version(),
              rule.routing().getVersionMatchValue() == 2 ? " or later" : "");
      case VERDICT_LABELS -> "it has not " + missing(agent, ask, rule);
      case VERDICT_AT_CONCURRENCY ->
          String.format(
              Locale.ROOT,
              "%d messages to %s are not acked, it takes %d at once",
              candidate.capabilityMessages(),
              ask.name(),
              rule.concurrency(agent, ask));
      case VERDICT_INBOX_FULL ->
          String.format(
              Locale.ROOT,
              "%d messages are not acked, at most %d may be",
              candidate.messages(),
              inboxMessagesMax);
      case VERDICT_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }

  private static String chosen(RouteRule rule) {
    return switch (rule.strategy()) {
      case ROUTE_STRATEGY_ROUND_ROBIN ->
          rule.lastAgentId().isEmpty()
              ? "the first by id"
              : "the next by id after " + rule.lastAgentId();
      case ROUTE_STRATEGY_AFFINITY -> "the conversation's, or else with the fewest messages";
      default -> "the fewest messages";
    };
  }

  private static String versions(Agent agent, Ask ask) {
    return agent.getCapabilitiesList().stream()
        .filter(capability -> capability.getName().equals(ask.name()))
        .map(Capability::getVersion)
        .map(version -> version.isEmpty() ? "no version" : ask.name() + ':' + version)
        .collect(Collectors.joining(", "));
  }

  private static String missing(Agent agent, Ask ask, RouteRule rule) {
    List<Label> wanted = new ArrayList<>(ask.labels());
    wanted.addAll(rule.routing().getSelectorList());
    return wanted.stream()
        .filter(label -> !agent.getLabelsList().contains(label))
        .map(label -> label.getKey() + '=' + label.getValue())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  static String until(Verdict verdict) {
    return switch (verdict) {
      case VERDICT_CHOSEN, VERDICT_ELIGIBLE -> "it drains, stops, or its lease ends";
      case VERDICT_NOT_RUNNING -> "it has recovered, or is registered again";
      case VERDICT_DRAINING, VERDICT_LEASE_ENDED -> "a new instance is registered";
      case VERDICT_WRONG_VERSION, VERDICT_LABELS ->
          "it is registered with others, or the route is put with another rule";
      case VERDICT_AT_CONCURRENCY, VERDICT_INBOX_FULL -> "it acks a message";
      case VERDICT_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }
}
