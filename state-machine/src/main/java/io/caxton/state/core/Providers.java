package io.caxton.state.core;

import io.caxton.v1.Agent;
import io.caxton.v1.RouteCandidate.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Who takes messages to a capability, and the messages that wait for somebody who does. */
public final class Providers {
  private static final RouteDecider.Choice NOBODY = new RouteDecider.Choice("", false, false);

  // By the capability's name.
  private final Map<String, ProviderPool> running = new HashMap<>();
  private final Map<String, Map<Ask, TreeMap<Long, MessageEntry>>> unrouted = new HashMap<>();

  /** Who gets a message that asks so; {@code preferred} is the conversation's agent, or empty. */
  public RouteDecider.Choice choose(
      Ask ask, RouteRule rule, String preferred, int inboxMessagesMax) {
    ProviderPool pool = running.get(ask.name());
    return pool == null ? NOBODY : pool.choose(ask, rule, preferred, inboxMessagesMax);
  }

  /** What the agent is and can from here on. */
  void provide(Mailbox box, Agent agent) {
    leave(box);
    box.agent = agent;
    box.provided = Capabilities.provided(agent);
    enter(box);
  }

  /**
   * Also for reservations: a commit that is decided takes the places of its messages at once. The
   * name is that of the capability by which the message was routed, or empty.
   */
  public void changeLoad(Mailbox box, String name, int by) {
    leave(box);
    box.changeLoad(name, by);
    enter(box);
  }

  private void leave(Mailbox box) {
    for (String name : box.provided) {
      ProviderPool pool = running.get(name);
      pool.remove(box);
      if (pool.isEmpty()) {
        running.remove(name);
      }
    }
  }

  private void enter(Mailbox box) {
    for (String name : box.provided) {
      running.computeIfAbsent(name, unseen -> new ProviderPool()).add(box);
    }
  }

  /** How many messages wait for a provider of it, whatever else they ask for. */
  public int unrouted(String name) {
    int messages = 0;
    for (TreeMap<Long, MessageEntry> waiting : unrouted.getOrDefault(name, Map.of()).values()) {
      messages += waiting.size();
    }
    return messages;
  }

  int unroutedInAll() {
    return unrouted.keySet().stream().mapToInt(this::unrouted).sum();
  }

  void addUnrouted(MessageEntry message) {
    Ask ask = message.ask();
    unrouted
        .computeIfAbsent(ask.name(), name -> new HashMap<>())
        .computeIfAbsent(ask, same -> new TreeMap<>())
        .put(message.row().getOrder(), message);
  }

  void removeUnrouted(MessageEntry message) {
    Ask ask = message.ask();
    Map<Ask, TreeMap<Long, MessageEntry>> byAsk = unrouted.get(ask.name());
    TreeMap<Long, MessageEntry> messages = byAsk.get(ask);
    messages.remove(message.row().getOrder());
    if (messages.isEmpty()) {
      byAsk.remove(ask);
    }
    if (byAsk.isEmpty()) {
      unrouted.remove(ask.name());
    }
  }

  /** The oldest message that waits for what the agent can take now; null if none. */
  MessageEntry firstUnrouted(Mailbox box, int inboxMessagesMax) {
    MessageEntry first = null;
    if (unrouted.isEmpty()) {
      return first;
    }
    for (String name : box.provided) {
      Map<Ask, TreeMap<Long, MessageEntry>> byAsk = unrouted.getOrDefault(name, Map.of());
      if (byAsk.isEmpty()) {
        continue;
      }
      RouteRule rule = box.fleet().mail().ruleOf(name);
      // In no order, but every message has another one: the least of them is always the same.
      for (Map.Entry<Ask, TreeMap<Long, MessageEntry>> waiting : byAsk.entrySet()) {
        MessageEntry oldest = waiting.getValue().firstEntry().getValue();
        if ((first == null || oldest.row().getOrder() < first.row().getOrder())
            && rule.judge(box.candidate(name), waiting.getKey(), inboxMessagesMax)
                == Verdict.VERDICT_ELIGIBLE) {
          first = oldest;
        }
      }
    }
    return first;
  }
}
