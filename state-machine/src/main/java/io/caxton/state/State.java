package io.caxton.state;

import io.caxton.state.body.BodyReader;
import io.caxton.state.core.FleetView;
import io.caxton.state.core.Fleets;
import io.caxton.state.core.MailView;
import io.caxton.state.core.MemoryView;
import io.caxton.state.core.OutcomeKey;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Conversation;
import io.caxton.v1.InboxMessage;
import io.caxton.v1.Journal;
import io.caxton.v1.Obligation;
import io.caxton.v1.Outcome;
import io.caxton.v1.Queue;
import io.caxton.v1.RecoveryRecord;
import io.caxton.v1.Route;
import io.caxton.v1.Saga;
import io.caxton.v1.Schedule;
import io.caxton.v1.Session;
import io.caxton.v1.StateHeader;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;

/**
 * The state as it was at one position: immutable, for any thread, for as long as it is held. The
 * empty fleet name means "default"; an unknown fleet is one that holds nothing. Maps are in no
 * order; sorted and filtered lists are in {@code io.caxton.state.read}.
 */
public final class State {
  private final StateHeader header;
  private final PersistentMap<String, FleetView> fleets;
  private final PersistentMap<Long, Session> sessions;
  private final PersistentMap<OutcomeKey, Outcome> outcomes;
  private final BodyReader bodies;

  State(
      StateHeader header,
      PersistentMap<String, FleetView> fleets,
      PersistentMap<Long, Session> sessions,
      PersistentMap<OutcomeKey, Outcome> outcomes,
      BodyReader bodies) {
    this.header = header;
    this.fleets = fleets;
    this.sessions = sessions;
    this.outcomes = outcomes;
    this.bodies = bodies;
  }

  public StateHeader header() {
    return header;
  }

  /** The number of commands applied. */
  public long position() {
    return header.getPosition();
  }

  public long tick() {
    return header.getTick();
  }

  public long wallMillis() {
    return header.getWallMillis();
  }

  /** The names of the fleets that hold anything, sorted. */
  public List<String> fleets() {
    List<String> names = new ArrayList<>(fleets.keySet());
    Collections.sort(names);
    return names;
  }

  public Optional<Agent> agent(String fleet, String agentId) {
    return Optional.ofNullable(agents(fleet).get(agentId));
  }

  /** By id. */
  public Map<String, Agent> agents(String fleet) {
    return fleet(fleet).agents();
  }

  /** How many tasks run at the agent. */
  public int runningTasks(String fleet, String agentId) {
    return fleet(fleet).runningCounts().getOrDefault(agentId, 0);
  }

  public Optional<Route> route(String fleet, String name) {
    return Optional.ofNullable(routes(fleet).get(name));
  }

  /** By name. */
  public Map<String, Route> routes(String fleet) {
    return fleet(fleet).routes();
  }

  /** With payload and result. */
  public Optional<Task> task(String fleet, String taskId) {
    return Optional.ofNullable(tasks(fleet).get(taskId));
  }

  /** By id, with payloads and results. */
  public Map<String, Task> tasks(String fleet) {
    return fleet(fleet).tasks();
  }

  public Optional<Queue> queue(String fleet, String name) {
    return Optional.ofNullable(queues(fleet).get(name));
  }

  /** By name. */
  public Map<String, Queue> queues(String fleet) {
    return fleet(fleet).queues();
  }

  public Optional<Saga> saga(String fleet, String id) {
    return Optional.ofNullable(sagas(fleet).get(id));
  }

  /** By id, with the payloads that are still needed. */
  public Map<String, Saga> sagas(String fleet) {
    return fleet(fleet).sagas();
  }

  /** Compensations of all fleets that wait for somebody to resolve them. */
  public long heldCompensations() {
    long held = 0;
    for (FleetView fleet : fleets.values()) {
      for (Queue queue : fleet.queues().values()) {
        held += queue.getHeldTasks();
      }
    }
    return held;
  }

  public Optional<Journal> journal(String fleet, String agentId) {
    return Optional.ofNullable(fleet(fleet).memory().journals().get(agentId));
  }

  /** The agent's, oldest first. */
  public List<Checkpoint> checkpoints(String fleet, String agentId) {
    AgentCheckpoints checkpoints = fleet(fleet).memory().checkpoints().get(agentId);
    return checkpoints == null ? List.of() : checkpoints.getCheckpointsList();
  }

  public Optional<RecoveryRecord> recovery(String fleet, String agentId) {
    return Optional.ofNullable(fleet(fleet).memory().recoveries().get(agentId));
  }

  public Optional<Conversation> conversation(String fleet, String id) {
    return Optional.ofNullable(conversations(fleet).get(id));
  }

  /** By id. */
  public Map<String, Conversation> conversations(String fleet) {
    return fleet(fleet).mail().conversations();
  }

  /** Messages that are not acked, by {@code conversation#seq}. */
  public Map<String, InboxMessage> inbox(String fleet) {
    return fleet(fleet).mail().inbox();
  }

  /** Answers that are owed, by {@code conversation#seq} of the message that asks. */
  public Map<String, Obligation> obligations(String fleet) {
    return fleet(fleet).mail().obligations();
  }

  public Optional<Schedule> schedule(String fleet, String id) {
    return Optional.ofNullable(schedules(fleet).get(id));
  }

  /** By id, with the payloads of their tasks. */
  public Map<String, Schedule> schedules(String fleet) {
    return fleet(fleet).schedules();
  }

  /** By id. */
  public Map<Long, Session> sessions() {
    return sessions;
  }

  /**
   * A hash of header and all rows, the same on every replica at the same position and whatever way
   * it came there. Reads everything: about a second for a million tasks; not for the apply thread.
   */
  public long digest() {
    return Digest.of(header, Tables.of(this, Optional.empty()));
  }

  /** All tables, for export; their changes are not known here. */
  public List<TableView> tables() {
    return List.copyOf(Tables.of(this, Optional.empty()));
  }

  /**
   * The bodies that the rows tell of. They go on with the replica: what was trimmed after this
   * state was frozen may be away.
   */
  public BodyReader bodies() {
    return bodies;
  }

  FleetView fleet(String given) {
    FleetView fleet = fleets.get(Fleets.nameOf(given));
    return fleet == null ? Nothing.FLEET : fleet;
  }

  PersistentMap<Long, Session> sessionRows() {
    return sessions;
  }

  PersistentMap<OutcomeKey, Outcome> outcomeRows() {
    return outcomes;
  }

  private static final class Nothing {
    static final FleetView FLEET =
        new FleetView(
            "",
            ExtensionsKt.persistentHashMapOf(),
            ExtensionsKt.persistentHashMapOf(),
            ExtensionsKt.persistentHashMapOf(),
            ExtensionsKt.persistentHashMapOf(),
            ExtensionsKt.persistentHashMapOf(),
            ExtensionsKt.persistentHashMapOf(),
            MemoryView.empty(),
            MailView.empty(),
            ExtensionsKt.persistentHashMapOf());
  }
}
