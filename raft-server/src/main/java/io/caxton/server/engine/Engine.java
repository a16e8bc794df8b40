package io.caxton.server.engine;

import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.Proposal;
import io.caxton.server.consensus.Replicated;
import io.caxton.server.propose.Batch;
import io.caxton.server.propose.LeaderClock;
import io.caxton.server.propose.Sweeper;
import io.caxton.server.schedule.ScheduleProposer;
import io.caxton.state.DueSchedule;
import io.caxton.state.Limits;
import io.caxton.state.ResultSink;
import io.caxton.state.StateMachine;
import io.caxton.state.body.BodyReader;
import io.caxton.state.feed.Feed;
import io.caxton.v1.Criticality;
import io.caxton.v1.Record;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where log and state meet on this node. The state machine is touched under one lock, by the apply
 * thread and, for freezing a view, by readers.
 */
public final class Engine
    implements Replicated, Sweeper.Deadlines, ScheduleProposer.Schedules, Leadership.StateTime {
  private static final ResultSink NOBODY = (index, result) -> {};

  private final ReentrantLock stateLock;
  private final Snapshots snapshots;
  private final Views views;
  private Leadership leadership;
  private Runnable onApplied = () -> {};

  // Guarded by stateLock.
  private StateMachine machine;
  private LogPosition applied = LogPosition.NONE;
  // The last record in the state; the log may have passed entries since that are no records.
  private LogPosition stateAt = LogPosition.NONE;

  // Written under stateLock, read anywhere.
  private volatile long appliedTick;
  private volatile long position;
  private volatile long nextDeadlineTick = Long.MAX_VALUE;
  private volatile long nextDeadlineWallMillis = Long.MAX_VALUE;
  private volatile long nextScheduleWallMillis = Long.MAX_VALUE;
  private volatile Feed feed;
  private volatile BodyReader bodies;

  /**
   * @param stateLock held by whoever touches the state machine; the snapshots' too
   */
  public Engine(Limits limits, Snapshots snapshots, Executor replies, ReentrantLock stateLock) {
    this.stateLock = stateLock;
    this.machine = new StateMachine(limits);
    this.feed = machine.feed();
    this.bodies = machine.bodies();
    this.snapshots = snapshots;
    this.views = new Views(stateLock, () -> machine.freeze(), replies);
  }

  /** Completes the circle of construction; before consensus starts. */
  public void connect(Leadership toBeginAndEnd, Runnable onAppliedRecord) {
    leadership = toBeginAndEnd;
    onApplied = onAppliedRecord;
  }

  public Views views() {
    return views;
  }

  public Feed feed() {
    return feed;
  }

  /** Contents as they are now, for what was applied before; no view is frozen for it. */
  public BodyReader bodies() {
    return bodies;
  }

  public long position() {
    return position;
  }

  /** Whether the queue would grant a task now that asks for this capability, or "" for none. */
  public boolean hasReady(String fleet, String queue, String capability) {
    stateLock.lock();
    try {
      return machine.hasReady(fleet, queue, capability);
    } finally {
      stateLock.unlock();
    }
  }

  /** What the agent can do now; any thread. */
  public Set<String> capabilities(String fleet, String agentId) {
    stateLock.lock();
    try {
      return machine.capabilities(fleet, agentId);
    } finally {
      stateLock.unlock();
    }
  }

  /** Whether the agent's inbox has a message to deliver now; any thread. */
  public boolean hasMessages(String fleet, String agentId) {
    stateLock.lock();
    try {
      return machine.hasMessages(fleet, agentId);
    } finally {
      stateLock.unlock();
    }
  }

  /** How many more agents of this criticality may begin to recover now; any thread. */
  public int recoveryPlaces(Criticality criticality) {
    stateLock.lock();
    try {
      return machine.recoveryPlaces(criticality);
    } finally {
      stateLock.unlock();
    }
  }

  /** Whether the agent has a place already; any thread. */
  public boolean isRecovering(String fleet, String agentId) {
    stateLock.lock();
    try {
      return machine.isRecovering(fleet, agentId);
    } finally {
      stateLock.unlock();
    }
  }

  @Override
  public LogPosition restore() {
    Optional<Snapshots.Loaded> loaded = snapshots.loadNewest();
    if (loaded.isEmpty()) {
      return LogPosition.NONE;
    }
    stateLock.lock();
    try {
      if (loaded.get().at().compareTo(stateAt) > 0) {
        machine = loaded.get().machine();
        stateAt = loaded.get().at();
        snapshots.replaced();
        feed = machine.feed();
        bodies = machine.bodies();
        applied = stateAt;
        showTime();
        views.replaced(applied);
      }
      return applied;
    } finally {
      stateLock.unlock();
    }
  }

  @Override
  public void apply(LogPosition at, Record record, Optional<Proposal> proposal) {
    ResultSink sink = proposal.isPresent() ? (Batch) proposal.get() : NOBODY;
    snapshots.awaitRoom();
    stateLock.lock();
    try {
      machine.apply(record, sink);
      stateAt = at;
      applied = at;
      showTime();
      views.applied(at);
      if (snapshots.isDue(record, machine.bodyBytes())) {
        snapshots.begin(at, machine);
      }
    } finally {
      stateLock.unlock();
    }
    onApplied.run();
  }

  @Override
  public void passed(LogPosition at) {
    stateLock.lock();
    try {
      applied = at;
      views.applied(at);
    } finally {
      stateLock.unlock();
    }
  }

  /** This node serves for the first time since its start. */
  public void caughtUp() {
    snapshots.caughtUp();
  }

  private void showTime() {
    position = machine.position();
    appliedTick = machine.tick();
    nextDeadlineTick = machine.nextDeadlineTick();
    nextDeadlineWallMillis = machine.nextDeadlineWallMillis();
    nextScheduleWallMillis = machine.nextScheduleWallMillis();
  }

  @Override
  public void leaderReady(long term) {
    leadership.begin(term);
  }

  @Override
  public void notLeader(long term) {
    leadership.end(term);
  }

  @Override
  public Optional<SnapshotFile> newestSnapshot() {
    return snapshots.newest();
  }

  @Override
  public void beginSnapshot() {
    stateLock.lock();
    try {
      snapshots.begin(applied, machine);
    } finally {
      stateLock.unlock();
    }
  }

  @Override
  public LeaderClock.Stamp lastApplied() {
    stateLock.lock();
    try {
      return new LeaderClock.Stamp(machine.tick(), machine.wallMillis());
    } finally {
      stateLock.unlock();
    }
  }

  @Override
  public long appliedTick() {
    return appliedTick;
  }

  @Override
  public long nextDeadlineTick() {
    return nextDeadlineTick;
  }

  @Override
  public long nextDeadlineWallMillis() {
    return nextDeadlineWallMillis;
  }

  @Override
  public long nextScheduleWallMillis() {
    return nextScheduleWallMillis;
  }

  @Override
  public List<DueSchedule> dueSchedules(long wallMillis, int max) {
    stateLock.lock();
    try {
      return machine.dueSchedules(wallMillis, max);
    } finally {
      stateLock.unlock();
    }
  }
}
