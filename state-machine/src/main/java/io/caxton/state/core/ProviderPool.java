package io.caxton.state.core;

import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** The running agents with one capability, in the orders in which they may be tried. */
final class ProviderPool {
  private final TreeSet<Mailbox> byLoad = new TreeSet<>(Mailbox.LEAST_LOADED);
  private final TreeMap<String, Mailbox> byId = new TreeMap<>();

  void add(Mailbox box) {
    byLoad.add(box);
    byId.put(box.agentId(), box);
  }

  void remove(Mailbox box) {
    byLoad.remove(box);
    byId.remove(box.agentId());
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** Looks at all of them only if none can take it; not even then if all inboxes are full. */
  RouteDecider.Choice choose(Ask ask, RouteRule rule, String preferred, int inboxMessagesMax) {
    RouteDecider decider = new RouteDecider(ask, rule, inboxMessagesMax);
    switch (rule.strategy()) {
      case ROUTE_STRATEGY_ROUND_ROBIN -> {
        offer(decider, byId.tailMap(rule.lastAgentId(), false).values(), ask.name());
        offer(decider, byId.headMap(rule.lastAgentId(), true).values(), ask.name());
      }
      case ROUTE_STRATEGY_AFFINITY -> {
        Mailbox own = byId.get(preferred);
        offer(decider, own == null ? List.of() : List.of(own), ask.name());
        offerByLoad(decider, ask.name());
      }
      default -> offerByLoad(decider, ask.name());
    }
    return decider.choice();
  }

  private void offerByLoad(RouteDecider decider, String name) {
    for (Mailbox box : byLoad) {
      if (decider.isDecided()) {
        return;
      }
      decider.offer(box.candidate(name));
      if (decider.isFull()) {
        return; // And so are all that follow.
      }
    }
  }

  private static void offer(RouteDecider decider, Iterable<Mailbox> boxes, String name) {
    for (Mailbox box : boxes) {
      if (decider.isDecided()) {
        return;
      }
      decider.offer(box.candidate(name));
    }
  }
}
