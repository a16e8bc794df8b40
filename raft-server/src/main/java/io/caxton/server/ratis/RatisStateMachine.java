package io.caxton.server.ratis;

import com.google.protobuf.InvalidProtocolBufferException;
import io.caxton.server.consensus.Halt;
import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.Proposal;
import io.caxton.server.consensus.Replicated;
import io.caxton.v1.Record;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what Ratis commits to {@link Replicated}, one record at a time. Whatever throws here, or
 * closes this without our wish, halts the node: Ratis itself would close the division and leave the
 * process running, or go on as a follower that refuses every append.
 */
final class RatisStateMachine extends BaseStateMachine {
  private static final Logger LOG = LoggerFactory.getLogger(RatisStateMachine.class);
  private static final CompletableFuture<Message> APPLIED =
      CompletableFuture.completedFuture(Message.EMPTY);

  private final Replicated replicated;
  private final Snapshots snapshots;
  private final SnapshotTaker taker;
  private final Leadership leadership;
  private final DurableVotes votes;
  private final RatisOptions.Formed formed;
  private final Halt halt;
  private Path current;

  /** The state has these entries from a snapshot that Ratis does not know. */
  private volatile long skipThrough = -1;

  /** While this is true a close is not our wish. */
  private volatile boolean running;

  RatisStateMachine(
      Replicated replicated,
      Snapshots snapshots,
      SnapshotTaker taker,
      DurableVotes votes,
      RatisOptions.Formed formed,
      Halt halt) {
    this.replicated = replicated;
    this.snapshots = snapshots;
    this.taker = taker;
    this.leadership = new Leadership(replicated);
    this.votes = votes;
    this.formed = formed;
    this.halt = halt;
  }

  /** The server has started: from now on it must not close by itself. */
  void run() {
    running = true;
  }

  /** From now on a close is our own wish. */
  void expectClose() {
    running = false;
    snapshots.close();
  }

  long snapshotsInstalled() {
    return snapshots.installed();
  }

  LogPosition applied() {
    TermIndex applied = getLastAppliedTermIndex();
    return new LogPosition(applied.getTerm(), applied.getIndex());
  }

  @Override
  public StateMachineStorage getStateMachineStorage() {
    return snapshots.shelf();
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage)
      throws IOException {
    super.initialize(server, group, storage);
    snapshots.shelf().init(storage);
    current = storage.getStorageDir().getCurrentDir().toPath();
    // Ratis has just made these, or another start has; it fsyncs no directory.
    for (Path made : List.of(current, current.getParent(), current.getParent().getParent())) {
      DirectorySync.fsync(made);
    }
    formed.formed();
    LogFiles log = new LogFiles(current);
    getLifeCycle().startAndTransition(() -> loaded(snapshots.load(log)), IOException.class);
  }

  /** Under the division's lock, just before Ratis replaces its snapshot directory. */
  @Override
  public void pause() {
    if (getLifeCycleState() != LifeCycle.State.RUNNING) {
      throw new IllegalStateException("an earlier snapshot is still being installed");
    }
    try {
      snapshots.shelf().hold();
    } catch (IOException e) {
      halt.halt("an arrived snapshot could not be made durable", e);
      throw new IllegalStateException(e);
    }
    getLifeCycle().transition(LifeCycle.State.PAUSING);
    getLifeCycle().transition(LifeCycle.State.PAUSED);
  }

  /** On the apply thread, after the install. */
  @Override
  public void reinitialize() throws IOException {
    getLifeCycle().startAndTransition(() -> loaded(reloaded()), IOException.class);
  }

  private LogPosition reloaded() throws IOException {
    LogPosition position = snapshots.reload();
    // A later snapshot than the one Ratis shipped may have been fetched: a log that ends before it
    // must go on behind it. One that has grown past it meanwhile must not be told, for Ratis would
    // drop the writes that wait and then find a gap.
    RaftLog log = getServer().join().getDivision(getGroupId()).getRaftLog();
    if (log.getNextIndex() <= position.index()) {
      log.onSnapshotInstalled(position.index());
    }
    return position;
  }

  private void loaded(LogPosition position) {
    if (!position.equals(LogPosition.NONE)) {
      setLastAppliedTermIndex(TermIndex.valueOf(position.term(), position.index()));
    }
  }

  @Override
  public TransactionContext startTransaction(RaftClientRequest request) throws IOException {
    if (!(request.getMessage() instanceof Submission submission)) {
      throw new IOException("records are proposed by this process alone");
    }
    return TransactionContext.newBuilder()
        .setStateMachine(this)
        .setClientRequest(request)
        .setStateMachineContext(submission)
        .build();
  }

  /**
   * Under the division's lock. Who hears late that his leadership is over may propose into the next
   * one of this node: that is refused, and no reason to step down.
   */
  @Override
  public TransactionContext preAppendTransaction(TransactionContext transaction)
      throws StateMachineException {
    Submission submission = (Submission) transaction.getStateMachineContext();
    long term = submission.proposal().term();
    if (!leadership.isElectedIn(term)) {
      throw new StateMachineException("proposed in term " + term + ", which is over", false);
    }
    submission.reachAppend();
    return transaction;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    LogPosition at = new LogPosition(entry.getTerm(), entry.getIndex());
    try {
      settle();
      if (at.index() <= skipThrough) {
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        return APPLIED;
      }
      if (transaction.getStateMachineContext() instanceof Submission submission) {
        Proposal proposal = submission.proposal();
        replicated.apply(at, proposal.record(), Optional.of(proposal));
      } else {
        replicated.apply(at, record(entry), Optional.empty());
      }
      taker.recordApplied(at);
      updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
      return APPLIED;
    } catch (Throwable e) {
      halt.halt("the entry at " + at + " could not be applied", e);
      throw new IllegalStateException("the entry at " + at + " could not be applied", e);
    }
  }

  /**
   * A start does not wait for a snapshot that an install had still to fetch; the first entry does,
   * or this, whichever comes first. Nothing is applied meanwhile.
   */
  void settleSoon() {
    try {
      settle();
    } catch (IOException e) {
      LOG.warn("the state still lacks a snapshot: {}", e.toString());
    }
  }

  private void settle() throws IOException {
    if (snapshots.isOwed()) {
      synchronized (this) {
        snapshots.settle().ifPresent(position -> skipThrough = position.index());
      }
    }
  }

  /** Copies what it needs: a slice would pin the buffer of a whole AppendEntries. */
  private static Record record(LogEntryProto entry) throws InvalidProtocolBufferException {
    return Record.parseFrom(entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer());
  }

  /**
   * What the answer purges may be the only other copy of the configuration: Ratis renames that file
   * too without an fsync of its directory.
   */
  @Override
  public long takeSnapshot() throws IOException {
    settle();
    long purgeable = taker.onApplyThread(applied());
    if (purgeable >= 0) {
      DirectorySync.fsync(current);
    }
    return purgeable;
  }

  @Override
  public void notifyConfigurationChanged(
      long term, long index, RaftConfigurationProto configuration) {
    leadership.configurationApplied(term);
  }

  /** On the apply thread, when a leader's first entry was applied. */
  @Override
  public void notifyLeaderReady() {
    settleOrHalt("this node leads");
    leadership.ready();
  }

  private void settleOrHalt(String because) {
    try {
      settle();
    } catch (IOException e) {
      halt.halt(because + ", and it cannot get its own state", e);
      throw new IllegalStateException(e);
    }
  }

  /**
   * On the apply thread, for an entry that is no record. What is owed comes first here too: else
   * the state would count as being at this entry, and the older snapshot would not be taken.
   */
  @Override
  public void notifyTermIndexUpdated(long term, long index) {
    settleOrHalt("the entry at " + new LogPosition(term, index) + " was committed");
    super.notifyTermIndexUpdated(term, index);
    if (index > skipThrough) {
      replicated.passed(new LogPosition(term, index));
    }
  }

  @Override
  public void notifyNotLeader(Collection<TransactionContext> pending) {
    leadership.ended();
  }

  /** Under the division's lock; if it is this node, before it has appended anything as leader. */
  @Override
  public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
    if (member.getPeerId().equals(leader)) {
      votes.settle();
      leadership.elected(currentTerm());
    }
  }

  private long currentTerm() {
    try {
      return getServer().join().getDivision(getGroupId()).getInfo().getCurrentTerm();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void notifyLogFailed(Throwable cause, LogEntryProto entry) {
    halt.halt("the log failed", cause);
  }

  @Override
  public void close() {
    if (running) {
      halt.halt(
          "Ratis closed this node: it was removed from the cluster, or failed as logged above",
          null);
    }
  }
}
