package io.caxton.state.core;

import io.caxton.v1.Agent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is derived for one agent of messages: its inbox, what it owes and what it is owed. */
public final class Mailbox {
  static final Comparator<Mailbox> LEAST_LOADED =
      Comparator.comparingInt(Mailbox::load).thenComparing(Mailbox::agentId);

  private final Fleet fleet;
  private final String agentId;
  private final Map<String, Lane> lanes = new HashMap<>();
  // By the order of its first message, which is not delayed.
  private final TreeMap<Long, Lane> ready = new TreeMap<>();
  private final TreeMap<Long, MessageEntry> delivered = new TreeMap<>();
  private final TreeMap<Long, ObligationEntry> owes = new TreeMap<>();
  private final TreeMap<Long, ObligationEntry> owed = new TreeMap<>();
  private final TreeSet<String> openConversations = new TreeSet<>();

  // Messages that are not acked, and places that a commit under decision has reserved: in all, and
  // by the name of the capability. Providers are sorted by it: only Providers changes it.
  private int load;
  private final Map<String, Integer> loads = new HashMap<>();
  // The agent as it was last told to Providers: older than the stored one by renewals only.
  Agent agent = Agent.getDefaultInstance();
  // What it may be routed by now; empty unless it runs.
  Set<String> provided = Set.of();
  // The last command that told that something is ready.
  long readyToldPosition;

  Mailbox(Fleet fleet, String agentId) {
    this.fleet = fleet;
    this.agentId = agentId;
  }

  public Fleet fleet() {
    return fleet;
  }

  public String agentId() {
    return agentId;
  }

  /** Messages that wait for it or were delivered to it and are not acked. */
  public int load() {
    return load;
  }

  /** Of these, those to the capability of this name. */
  int loadOf(String name) {
    return loads.getOrDefault(name, 0);
  }

  void changeLoad(String name, int by) {
    load += by;
    if (!name.isEmpty()) {
      loads.merge(name, by, (before, change) -> before + change == 0 ? null : before + change);
    }
    if (load < 0 || loadOf(name) < 0) {
      throw new IllegalStateException("inbox of " + agentId + " has " + load + ", " + loads);
    }
  }

  Candidate candidate(String name) {
    return new Candidate(agent, load, loadOf(name));
  }

  public boolean hasReady() {
    return !ready.isEmpty();
  }

  /** What is delivered next: there must be something. */
  public MessageEntry firstReady() {
    return ready.firstEntry().getValue().first();
  }

  void addWaiting(MessageEntry message) {
    Lane lane = lanes.computeIfAbsent(message.conversation().id(), id -> new Lane());
    unready(lane);
    lane.add(message);
    ready(lane);
  }

  void removeWaiting(MessageEntry message) {
    String id = message.conversation().id();
    Lane lane = lanes.get(id);
    unready(lane);
    lane.remove(message);
    if (lane.isEmpty()) {
      lanes.remove(id);
    } else {
      ready(lane);
    }
  }

  private void ready(Lane lane) {
    if (lane.isReady()) {
      ready.put(lane.first().row().getOrder(), lane);
    }
  }

  private void unready(Lane lane) {
    if (lane.isReady()) {
      ready.remove(lane.first().row().getOrder());
    }
  }

  void addDelivered(MessageEntry message) {
    delivered.put(message.row().getOrder(), message);
  }

  void removeDelivered(MessageEntry message) {
    delivered.remove(message.row().getOrder());
  }

  /** Delivered and not acked, in the inbox's order; a copy. */
  public List<MessageEntry> delivered() {
    return List.copyOf(delivered.values());
  }

  /** How many wait, delayed ones included. */
  public int waiting() {
    int waiting = 0;
    for (Lane lane : lanes.values()) {
      for (MessageEntry ignored : lane.messages()) {
        waiting++;
      }
    }
    return waiting;
  }

  /** All that are not acked, in the inbox's order. */
  List<MessageEntry> all() {
    List<MessageEntry> all = new ArrayList<>(delivered.values());
    for (Lane lane : lanes.values()) {
      lane.messages().forEach(all::add);
    }
    all.sort(Comparator.comparingLong(message -> message.row().getOrder()));
    return all;
  }

  TreeMap<Long, ObligationEntry> owesByOrder() {
    return owes;
  }

  TreeMap<Long, ObligationEntry> owedByOrder() {
    return owed;
  }

  /** What it owes, the oldest first. */
  public Collection<ObligationEntry> owes() {
    return owes.values();
  }

  /** What it is owed, the oldest first. */
  public Collection<ObligationEntry> owed() {
    return owed.values();
  }

  void addConversation(String id) {
    openConversations.add(id);
  }

  void removeConversation(String id) {
    openConversations.remove(id);
  }

  /** The open conversations it takes part in, by id. */
  public SortedSet<String> openConversations() {
    return openConversations;
  }
}
