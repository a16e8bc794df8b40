package io.caxton.server.consensus;

import io.caxton.v1.Record;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The state that consensus drives on this node. All methods but {@link #notLeader} and {@link
 * #newestSnapshot} are called from one thread at a time, the apply thread, and must not wait for
 * anything but the disk at restore. A throw from any of them halts the node: a replica in doubt
 * stops.
 */
public interface Replicated {
  /**
   * Loads the newest whole snapshot at or above what is loaded already, and returns its position;
   * {@link LogPosition#NONE} if there is none. Called at start, and again after a snapshot was
   * installed.
   */
  LogPosition restore();

  /**
   * Applies one committed record. {@code proposal} is present on the node that proposed it in this
   * leadership; its promises are kept here.
   */
  void apply(LogPosition at, Record record, Optional<Proposal> proposal);

  /**
   * The log moved past an entry that is no record, such as a configuration: what waits for the log
   * to be applied up to there must not wait for the next record.
   */
  void passed(LogPosition at);

  /**
   * This node leads in {@code term} and everything committed before is applied. Unless {@link
   * #notLeader} was called for this term already.
   */
  void leaderReady(long term);

  /**
   * This node does not lead in {@code term} any more, and never will again. Called from any thread
   * under consensus's own lock: flip a flag or hand over, never propose or wait here. May be called
   * more than once for a term; a {@link #leaderReady} of the same term that is running meanwhile
   * has no effect left when this returned for the last time.
   */
  void notLeader(long term);

  /**
   * The newest snapshot that is durable on this node, with its manifest file; any thread, cheap.
   */
  Optional<SnapshotFile> newestSnapshot();

  /** Begins a snapshot of the state as it is now unless one is under way; must return at once. */
  void beginSnapshot();

  /**
   * A durable snapshot: purging the log up to {@code at} is safe, {@code manifest} names its files.
   */
  record SnapshotFile(LogPosition at, Path manifest) {}
}
