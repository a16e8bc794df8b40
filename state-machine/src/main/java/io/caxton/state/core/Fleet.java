package io.caxton.state.core;

import io.caxton.state.table.PackedTable;
import io.caxton.state.table.Table;
import io.caxton.v1.Agent;
import io.caxton.v1.Queue;
import io.caxton.v1.Route;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;

/** The tables of one fleet and what is derived from them. Apply thread only. */
public final class Fleet {
  private final String name;
  private final Table<String, Agent> agents = new Table<>();
  private final Table<String, Route> routes = new Table<>();
  private final PackedTable<Task> tasks = new PackedTable<>(Task.parser());
  private final Table<String, Queue> queues = new Table<>();

  private final FleetSagas sagas = new FleetSagas(this);
  private final FleetMemory memory = new FleetMemory(this);
  private final FleetMail mail = new FleetMail(this);
  private final FleetSchedules schedules = new FleetSchedules(this);

  private final Map<String, QueueState> queueStates = new HashMap<>();
  private final Map<String, AgentEntry> agentEntries = new HashMap<>();
  private final Map<String, TaskTimer> deadlines = new HashMap<>();
  private final Map<String, TaskTimer> expiries = new HashMap<>();

  private final List<QueueState> touchedQueues = new ArrayList<>();
  private final List<AgentEntry> touchedAgents = new ArrayList<>();
  private PersistentMap<String, Integer> runningCounts = ExtensionsKt.persistentHashMapOf();
  boolean touched;

  Fleet(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public Table<String, Agent> agents() {
    return agents;
  }

  public Table<String, Route> routes() {
    return routes;
  }

  public PackedTable<Task> tasks() {
    return tasks;
  }

  /** Behind the queue states until a freeze. */
  public Table<String, Queue> queues() {
    return queues;
  }

  public FleetSagas sagas() {
    return sagas;
  }

  /** Journals, checkpoints and recoveries. */
  public FleetMemory memory() {
    return memory;
  }

  /** Conversations, inboxes and obligations. */
  public FleetMail mail() {
    return mail;
  }

  public FleetSchedules schedules() {
    return schedules;
  }

  public Map<String, QueueState> queueStates() {
    return queueStates;
  }

  public Map<String, AgentEntry> agentEntries() {
    return agentEntries;
  }

  /** The agent's entry, made if it has none. */
  public AgentEntry agentEntry(String agentId) {
    AgentEntry entry = agentEntries.get(agentId);
    if (entry == null) {
      entry = new AgentEntry(this, agentId);
      agentEntries.put(agentId, entry);
    }
    return entry;
  }

  /** A new queue, with no task yet. */
  public QueueState addQueue(Queue stored) {
    QueueState queue = new QueueState(this, stored);
    queueStates.put(queue.name(), queue);
    return queue;
  }

  /**
   * Timers of the pending tasks that have a wall deadline, and of the waiting compensations until
   * they are held, by task id.
   */
  Map<String, TaskTimer> deadlines() {
    return deadlines;
  }

  /** Timers of the pending tasks that must have started or ended by some tick, by task id. */
  Map<String, TaskTimer> expiries() {
    return expiries;
  }

  List<QueueState> touchedQueues() {
    return touchedQueues;
  }

  List<AgentEntry> touchedAgents() {
    return touchedAgents;
  }

  /** Nothing but a trace of a fleet: it counts no more. Agents and queues stay for ever. */
  public boolean isEmpty() {
    return agents.isEmpty()
        && routes.isEmpty()
        && queueStates.isEmpty()
        && schedules.rows().isEmpty();
  }

  /** After a load the stored queues are what the states would store. */
  void settle() {
    touchedQueues.forEach(QueueState::settle);
    touchedQueues.clear();
  }

  FleetView freeze() {
    for (QueueState queue : touchedQueues) {
      queue.freeze();
    }
    touchedQueues.clear();
    if (!touchedAgents.isEmpty()) {
      PersistentMap.Builder<String, Integer> counts = runningCounts.builder();
      for (AgentEntry agent : touchedAgents) {
        agent.freeze(counts);
      }
      runningCounts = counts.build();
      touchedAgents.clear();
    }
    return new FleetView(
        name,
        agents.freeze(),
        routes.freeze(),
        tasks.freeze(),
        queues.freeze(),
        runningCounts,
        sagas.rows().freeze(),
        memory.freeze(),
        mail.freeze(),
        schedules.rows().freeze());
  }

  public FleetChanges takeChanges() {
    return new FleetChanges(
        agents.takeChanges(),
        routes.takeChanges(),
        queues.takeChanges(),
        tasks.takeChanges(),
        sagas.rows().takeChanges(),
        memory.takeChanges(),
        mail.takeChanges(),
        schedules.rows().takeChanges());
  }

  public void returnChanges(FleetChanges changes) {
    agents.returnChanges(changes.agents());
    routes.returnChanges(changes.routes());
    queues.returnChanges(changes.queues());
    tasks.returnChanges(changes.tasks());
    sagas.rows().returnChanges(changes.sagas());
    memory.returnChanges(changes.memory());
    mail.returnChanges(changes.mail());
    schedules.rows().returnChanges(changes.schedules());
  }
}
