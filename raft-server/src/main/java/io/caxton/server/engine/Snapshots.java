package io.caxton.server.engine;

import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.Replicated.SnapshotFile;
import io.caxton.server.error.StartException;
import io.caxton.state.Limits;
import io.caxton.state.SnapshotView;
import io.caxton.state.StateMachine;
import io.caxton.state.StateSink;
import io.caxton.state.body.FrozenBodies;
import io.caxton.state.snapshot.Pacer;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.state.snapshot.Whole;
import io.caxton.v1.Record;
import io.caxton.v1.SnapshotManifest;
import io.caxton.v1.SnapshotRun;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of this node: the state is frozen under the state lock in no time and written in the
 * background. At most one is under way; one that fails is tried again after more log.
 */
public final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  /** A node that never catches up must not replay more and more at each start. */
  private static final int CATCH_UP_FACTOR = 8;

  /** The log behind a large snapshot: at least this part of the bound. */
  private static final int LOG_SHARE_MIN = 4;

  /** A byte of log takes this many times as long to replay as one of a snapshot to load. */
  private static final int SNAPSHOT_DISCOUNT = 4;

  private static final int KEPT = 2;

  /** Bodies that no snapshot has are on the heap: also a start must not gather many of them. */
  private static final int BODY_FACTOR = 2;

  private static final long ROOM_LOOK_MILLIS = 5;

  /** A state read from a snapshot, and where in the log it stands. */
  record Loaded(LogPosition at, StateMachine machine) {}

  private final SnapshotStore store;
  private final Limits limits;
  private final Executor writer;
  private final Executor merger;
  private final Pacer pacer;
  private final long logBytesMax;
  private final BodyMemory bodyMemory;
  private final Runnable onDurable;
  private final ReentrantLock stateLock;

  // Guarded by the engine's state lock.
  private long logBytes;

  private volatile boolean underWay;
  private final AtomicBoolean merging = new AtomicBoolean();

  /** Of the newest one's runs. */
  private volatile long snapshotBytes;

  /** Before that a start replays the log: a snapshot meanwhile only makes the start longer. */
  private volatile boolean caughtUp;

  /**
   * @param writer one background thread
   * @param merger another one
   * @param pacer of what nothing waits for
   * @param logBytesMax a snapshot is due after so many bytes of records
   * @param onDurable a newer snapshot is durable
   * @param stateLock the engine's
   */
  public Snapshots(
      SnapshotStore store,
      Limits limits,
      Executor writer,
      Executor merger,
      Pacer pacer,
      long logBytesMax,
      BodyMemory bodyMemory,
      Runnable onDurable,
      ReentrantLock stateLock) {
    this.store = store;
    this.limits = limits;
    this.writer = writer;
    this.merger = merger;
    this.pacer = pacer;
    this.logBytesMax = logBytesMax;
    this.bodyMemory = bodyMemory;
    this.onDurable = onDurable;
    this.stateLock = stateLock;
  }

  Optional<SnapshotFile> newest() {
    return store.newest().map(m -> new SnapshotFile(at(m), store.file(m)));
  }

  /**
   * Loads the newest snapshot of which every byte is as written. A damaged newer one is reported;
   * the log after the older one is still there, since it is purged only up to a snapshot that two
   * followed.
   */
  Optional<Loaded> loadNewest() {
    try {
      Whole<StateSink> whole = store.loadNewestWhole(() -> new StateSink(limits));
      whole.damaged().forEach(damage -> LOG.error("a snapshot is damaged: {}", damage));
      if (whole.newest().isEmpty() && !whole.damaged().isEmpty()) {
        throw new StartException(
            "no whole snapshot is left, damaged: "
                + whole.damaged()
                + "; this node lost its state: give it a new id and an empty directory, and let it"
                + " join again with 'caxton cluster join'");
      }
      whole.newest().ifPresent(sink -> count(sink.manifest()));
      return whole.newest().map(sink -> new Loaded(at(sink.manifest()), sink.machine()));
    } catch (IOException e) {
      throw new StartException("the snapshots cannot be read: " + e, e);
    }
  }

  /** Counts the record; under the state lock. */
  boolean isDue(Record record, long bodyBytes) {
    logBytes += record.getSerializedSize();
    bodyMemory.set(bodyBytes);
    boolean due =
        logBytes >= logBytesBound()
            || bodyBytes / BODY_FACTOR >= logBytesMax
            || bodyMemory.wantsSnapshot();
    return due && !underWay;
  }

  /**
   * Waits, without the state lock, while bodies fill their share of the heap and a snapshot is
   * about to make room: where one falls behind, a follower or a long replay.
   */
  void awaitRoom() {
    try {
      while (bodyMemory.isFull() && underWay) {
        Thread.sleep(ROOM_LOOK_MILLIS);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void pace(long bytes) throws InterruptedException {
    if (!bodyMemory.hurries()) {
      pacer.spent(bytes);
    }
  }

  /** The state was replaced by a loaded one; under the state lock. */
  void replaced() {
    store.forgetMerged();
  }

  /**
   * A start reads the snapshot and replays the log behind it: the more is in the one, the less may
   * be in the other.
   */
  private long logBytesBound() {
    return caughtUp
        ? Math.max(logBytesMax / LOG_SHARE_MIN, logBytesMax - snapshotBytes / SNAPSHOT_DISCOUNT)
        : logBytesMax * CATCH_UP_FACTOR;
  }

  /** The start is over: from now on snapshots keep the log short. */
  void caughtUp() {
    caughtUp = true;
  }

  /** Freezes the state and leaves the rest to the background; under the state lock. */
  void begin(LogPosition at, StateMachine machine) {
    if (underWay || at.equals(LogPosition.NONE)) {
      return;
    }
    underWay = true;
    logBytes = 0;
    SnapshotView view = machine.freezeForSnapshot();
    writer.execute(() -> write(at, view, machine));
  }

  private void write(LogPosition at, SnapshotView view, StateMachine machine) {
    long began = System.nanoTime();
    boolean durable = false;
    try {
      SnapshotManifest manifest = store.write(view.source(), at.term(), at.index(), this::pace);
      durable = true;
      count(manifest);
      view.bodiesDurable(store.newBodies(manifest, view.bodies()));
      store.retain(KEPT);
      LOG.info(
          "snapshot at index {} (position {}) is durable after {} ms, {} runs",
          at.index(),
          manifest.getHeader().getPosition(),
          (System.nanoTime() - began) / 1_000_000,
          manifest.getRunsCount());
    } catch (IOException e) {
      LOG.error("a snapshot was not written, the older ones stay: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      finish(durable, view, machine);
    }
  }

  private void finish(boolean durable, SnapshotView view, StateMachine machine) {
    stateLock.lock();
    try {
      if (!durable) {
        machine.snapshotFailed(view);
      }
      bodyMemory.set(machine.bodyBytes());
    } finally {
      stateLock.unlock();
    }
    underWay = false;
    if (durable) {
      onDurable.run();
      if (merging.compareAndSet(false, true)) {
        merger.execute(() -> mergeBodies(machine));
      }
    }
  }

  /** Beside the snapshots: it may take as long as many of them. */
  private void mergeBodies(StateMachine machine) {
    try {
      FrozenBodies bodies;
      stateLock.lock();
      try {
        bodies = machine.freezeBodyRuns();
      } finally {
        stateLock.unlock();
      }
      store
          .mergeBodies(bodies, pacer)
          .ifPresent(merged -> machine.bodiesMerged(merged.inputs(), merged.output()));
    } catch (IOException e) {
      LOG.error("runs of bodies were not merged, they stay as they are: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      merging.set(false);
    }
  }

  private void count(SnapshotManifest manifest) {
    snapshotBytes = manifest.getRunsList().stream().mapToLong(SnapshotRun::getLengthBytes).sum();
  }

  private static LogPosition at(SnapshotManifest manifest) {
    return new LogPosition(manifest.getTerm(), manifest.getIndex());
  }
}
