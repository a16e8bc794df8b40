package io.caxton.state;

import io.caxton.state.body.BodyReader;
import io.caxton.state.body.BodyRun;
import io.caxton.state.body.FrozenBodies;
import io.caxton.state.conversation.Redelivered;
import io.caxton.state.core.Capabilities;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.FleetChanges;
import io.caxton.state.core.Progress;
import io.caxton.state.core.QueueState;
import io.caxton.state.core.RecoveryStore;
import io.caxton.state.core.ScheduleEntry;
import io.caxton.state.core.SessionState;
import io.caxton.state.feed.Feed;
import io.caxton.state.session.Calls;
import io.caxton.state.session.DedupGate;
import io.caxton.state.session.Replays;
import io.caxton.state.task.Regrants;
import io.caxton.v1.Agent;
import io.caxton.v1.Call;
import io.caxton.v1.Command;
import io.caxton.v1.Criticality;
import io.caxton.v1.Record;
import io.caxton.v1.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The deterministic core: the same records in the same order give the same state and the same
 * replies on every replica.
 *
 * <p>One thread applies and freezes; {@link State}, {@link SnapshotView} and the reading side of
 * {@link Feed} are for any thread. Commands are expected to have passed {@link RequestValidator}
 * before they were appended; apply does not look at their format again. An exception means a broken
 * invariant: the replica must stop and must not be used any more.
 *
 * <p>Bytes of a record are kept (payloads, ids): it must not be parsed with aliasing from a buffer.
 */
public final class StateMachine {
  private final Core core;
  private final Dispatcher dispatcher;
  private final DedupGate gate;
  // The position from which the tables count their changes.
  private long changedSince;

  /** An empty state at position 0. */
  public StateMachine(Limits limits) {
    this(new Core(limits));
  }

  /** A loaded one. */
  StateMachine(Core core) {
    this.core = core;
    this.dispatcher = new Dispatcher(core);
    this.gate = new DedupGate(core);
    this.changedSince = core.progress().position();
  }

  /** Applies the commands in order; gives {@code results} one result for each. */
  public void apply(Record record, ResultSink results) {
    Progress progress = core.progress();
    progress.beginRecord(record);
    for (int i = 0; i < record.getCommandsCount(); i++) {
      progress.beginCommand();
      core.output().begin();
      core.feed().begin(progress.position());
      results.accept(i, apply(record.getCommands(i)));
    }
    core.feed().publish();
  }

  private Result apply(Command command) {
    Call call = Calls.of(command);
    if (call.getSessionId() == 0) {
      return result(dispatcher.dispatch(command));
    }
    return switch (gate.check(call, command.getFingerprint())) {
      case DedupGate.Execute(SessionState session) -> {
        Reply reply = dispatcher.dispatch(command);
        gate.store(session, call.getSequence(), command.getFingerprint(), reply);
        yield result(reply);
      }
      case DedupGate.Replay(Reply reply) ->
          new Result(
              core.progress().position(),
              true,
              Replays.mark(reply),
              Regrants.stillValid(core, command, reply),
              Redelivered.streams(core, command, reply),
              List.of());
      case DedupGate.Refuse(var refusal) -> result(Refusals.reply(refusal));
    };
  }

  private Result result(Reply reply) {
    return new Result(
        core.progress().position(),
        false,
        reply,
        core.output().granted(),
        core.output().deliveredStreams(),
        core.output().effects());
  }

  /** An immutable view of now. Costs what changed since the last one, at most microseconds. */
  public State freeze() {
    core.sessions().flush();
    return new State(
        core.progress().header(),
        core.fleets().freeze(),
        core.sessions().rows().freeze(),
        core.sessions().outcomes().freeze(),
        core.bodies());
  }

  /**
   * As {@link #freeze}, with what changed since the last call of this; the next one begins from
   * here. Every view must end in a durable snapshot or in {@link #snapshotFailed}.
   */
  public SnapshotView freezeForSnapshot() {
    State state = freeze();
    SortedMap<String, FleetChanges> fleets = new TreeMap<>();
    for (Fleet fleet : core.fleets().all()) {
      fleets.put(fleet.name(), fleet.takeChanges());
    }
    core.fleets().forgetEmpty();
    long since = changedSince;
    changedSince = state.position();
    return new SnapshotView(
        state,
        new Changes(
            core.sessions().rows().takeChanges(), core.sessions().outcomes().takeChanges(), fleets),
        since,
        core.bodies());
  }

  /** The view will not become durable: its changes count for the next one. */
  public void snapshotFailed(SnapshotView view) {
    changedSince = view.changedSince();
    core.sessions().rows().returnChanges(view.changes().sessions());
    core.sessions().outcomes().returnChanges(view.changes().outcomes());
    view.changes()
        .fleets()
        .forEach((name, changes) -> core.fleets().add(name).returnChanges(changes));
  }

  /** Contents of events and messages as they are now; its reading side is for any thread. */
  public BodyReader bodies() {
    return core.bodies();
  }

  /** What of the heap the bodies hold that no durable snapshot has. */
  public long bodyBytes() {
    return core.bodies().memoryBytes();
  }

  /** The runs of bodies as they are now, to be made fewer. */
  public FrozenBodies freezeBodyRuns() {
    return core.bodies().freezeRuns();
  }

  /** These runs are one now; any thread. */
  public void bodiesMerged(List<BodyRun> inputs, Optional<BodyRun> output) {
    core.bodies().merged(inputs, output);
  }

  /**
   * Whether the queue would grant a task now that asks for this capability; "" for one that asks
   * for none.
   */
  public boolean hasReady(String fleet, String queue, String capability) {
    Fleet known = core.fleets().get(fleet);
    QueueState state = known == null ? null : known.queueStates().get(queue);
    return state != null && state.hasReady(capability) && state.isOpen(core.progress().tick());
  }

  /** What the agent can do, as {@code name} and {@code name:version}; empty if it is unknown. */
  public Set<String> capabilities(String fleet, String agentId) {
    Fleet known = core.fleets().get(fleet);
    Agent agent = known == null ? null : known.agents().get(agentId);
    return agent == null ? Set.of() : Capabilities.all(agent);
  }

  /** Whether the agent's inbox has a message that a receive would be given now. */
  public boolean hasMessages(String fleet, String agentId) {
    Fleet known = core.fleets().get(fleet);
    return known != null
        && known.mail().hasMailbox(agentId)
        && known.mail().mailbox(agentId).hasReady();
  }

  /**
   * How many more agents of this criticality may begin to recover now; none if the number is not
   * above 0.
   */
  public int recoveryPlaces(Criticality criticality) {
    return core.recoveries().places(criticality) - core.recoveries().underWay();
  }

  /** Whether the agent has begun to recover and has a place: it needs no other to begin again. */
  public boolean isRecovering(String fleet, String agentId) {
    Fleet known = core.fleets().get(fleet);
    Agent agent = known == null ? null : known.agents().get(agentId);
    return agent != null && RecoveryStore.isRecovering(agent);
  }

  /** The number of commands applied. */
  public long position() {
    return core.progress().position();
  }

  public long tick() {
    return core.progress().tick();
  }

  public long wallMillis() {
    return core.progress().wallMillis();
  }

  /** The tick at which a sweep has something to do, or Long.MAX_VALUE; exact. */
  public long nextDeadlineTick() {
    return core.deadlines().nextTick();
  }

  /** The wall time at which a sweep has something to do, or Long.MAX_VALUE; exact. */
  public long nextDeadlineWallMillis() {
    return core.deadlines().wallDeadlines().nextAt();
  }

  /** The wall time at which a schedule asks for its leader, or Long.MAX_VALUE; exact. */
  public long nextScheduleWallMillis() {
    return core.deadlines().schedules().nextAt();
  }

  /** At most {@code max} of the schedules that ask for it at this wall time, in no order. */
  public List<DueSchedule> dueSchedules(long wallMillis, int max) {
    List<DueSchedule> due = new ArrayList<>();
    for (ScheduleEntry entry : core.deadlines().schedules().due(wallMillis, max)) {
      due.add(
          new DueSchedule(entry.fleet().name(), entry.fleet().schedules().rows().get(entry.id())));
    }
    return due;
  }

  /** Changes for watches; its reading side is for any thread. */
  public Feed feed() {
    return core.feed();
  }

  /** For checks of invariants in tests. */
  Core core() {
    return core;
  }
}
