package io.caxton.state.core;

import io.caxton.v1.Agent;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who takes messages to a capability, and the messages that wait for somebody who does. */
public final class Providers {
  private static final Comparator<Mailbox> LEAST_LOADED =
      Comparator.comparingInt(Mailbox::load).thenComparing(Mailbox::agentId);

  private final Map<String, TreeSet<Mailbox>> running = new HashMap<>();
  private final Map<String, TreeMap<Long, MessageEntry>> unrouted = new HashMap<>();

  /** The running agent with the fewest messages that are not acked, ties by id; null if none. */
  public Mailbox leastLoaded(String capability) {
    TreeSet<Mailbox> boxes = running.get(capability);
    return boxes == null ? null : boxes.first();
  }

  /** What the agent is and can from here on. */
  void provide(Mailbox box, Agent agent) {
    leave(box);
    box.provided = Capabilities.provided(agent);
    enter(box);
  }

  /** Also for reservations: a commit that is decided takes the places of its messages at once. */
  public void changeLoad(Mailbox box, int by) {
    leave(box);
    box.load += by;
    if (box.load < 0) {
      throw new IllegalStateException("inbox of " + box.agentId() + " has " + box.load);
    }
    enter(box);
  }

  private void leave(Mailbox box) {
    for (String capability : box.provided) {
      TreeSet<Mailbox> boxes = running.get(capability);
      boxes.remove(box);
      if (boxes.isEmpty()) {
        running.remove(capability);
      }
    }
  }

  private void enter(Mailbox box) {
    for (String capability : box.provided) {
      running.computeIfAbsent(capability, name -> new TreeSet<>(LEAST_LOADED)).add(box);
    }
  }

  /** How many messages wait for a provider of it. */
  public int unrouted(String capability) {
    TreeMap<Long, MessageEntry> messages = unrouted.get(capability);
    return messages == null ? 0 : messages.size();
  }

  int unroutedInAll() {
    return unrouted.values().stream().mapToInt(TreeMap::size).sum();
  }

  void addUnrouted(MessageEntry message) {
    unrouted
        .computeIfAbsent(message.row().getToCapability(), name -> new TreeMap<>())
        .put(message.row().getOrder(), message);
  }

  void removeUnrouted(MessageEntry message) {
    String capability = message.row().getToCapability();
    TreeMap<Long, MessageEntry> messages = unrouted.get(capability);
    messages.remove(message.row().getOrder());
    if (messages.isEmpty()) {
      unrouted.remove(capability);
    }
  }

  /** The oldest message that waits for one of the capabilities; null if none. */
  MessageEntry firstUnrouted(Set<String> capabilities) {
    MessageEntry first = null;
    if (unrouted.isEmpty()) {
      return first;
    }
    for (String capability : capabilities) {
      TreeMap<Long, MessageEntry> messages = unrouted.get(capability);
      if (messages != null && (first == null || messages.firstKey() < first.row().getOrder())) {
        first = messages.firstEntry().getValue();
      }
    }
    return first;
  }
}
