package io.caxton.server.engine;

import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.Replicated.SnapshotFile;
import io.caxton.state.Limits;
import io.caxton.state.SnapshotView;
import io.caxton.state.StateMachine;
import io.caxton.state.snapshot.Pacer;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.v1.Record;
import io.caxton.v1.SnapshotManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of this node: the state is frozen under the state lock in no time and written in the
 * background. At most one is under way; one that fails is tried again after more log.
 */
public final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
  private static final int KEPT = 2;

  /** A state read from a snapshot, and where in the log it stands. */
  record Loaded(LogPosition at, StateMachine machine) {}

  private final SnapshotStore store;
  private final Limits limits;
  private final Executor writer;
  private final Pacer pacer;
  private final long logBytesMax;
  private final Runnable onDurable;

  // Guarded by the engine's state lock.
  private long logBytes;

  private volatile boolean underWay;

  /**
   * @param writer one background thread
   * @param logBytesMax a snapshot is due after so many bytes of records
   * @param onDurable a newer snapshot is durable
   */
  public Snapshots(
      SnapshotStore store,
      Limits limits,
      Executor writer,
      Pacer pacer,
      long logBytesMax,
      Runnable onDurable) {
    this.store = store;
    this.limits = limits;
    this.writer = writer;
    this.pacer = pacer;
    this.logBytesMax = logBytesMax;
    this.onDurable = onDurable;
  }

  Optional<SnapshotFile> newest() {
    return store.newest().map(m -> new SnapshotFile(at(m), store.file(m)));
  }

  Optional<Loaded> loadNewest() {
    return Optional.empty();
  }

  /** Counts the record; under the state lock. */
  boolean isDue(Record record) {
    logBytes += record.getSerializedSize();
    return logBytes >= logBytesMax && !underWay;
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
  }

  private static LogPosition at(SnapshotManifest manifest) {
    return new LogPosition(manifest.getTerm(), manifest.getIndex());
  }
}
