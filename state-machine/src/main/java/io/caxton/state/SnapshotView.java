package io.caxton.state;

import io.caxton.state.body.BodyRun;
import io.caxton.state.body.BodyStore;
import io.caxton.state.body.FrozenBodies;
import io.caxton.state.snapshot.SnapshotSource;
import io.caxton.v1.StateHeader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A frozen state with what changed since the snapshot freeze before, or since load or birth. Made
 * by {@link StateMachine#freezeForSnapshot}; immutable, any thread.
 *
 * <p>To load it again: the header to a {@link StateLoader}, every row by {@link StateLoader#put}.
 * Rows of an older snapshot and the changes of all snapshots after it are merged before.
 */
public final class SnapshotView {
  private final State state;
  private final Changes changes;
  private final long changedSince;
  private final List<FrozenTable> tables;
  private final BodyStore bodyStore;
  private final FrozenBodies bodies;

  SnapshotView(State state, Changes changes, long changedSince, BodyStore bodyStore) {
    this.state = state;
    this.changes = changes;
    this.changedSince = changedSince;
    this.tables = Tables.of(state, Optional.of(changes));
    this.bodyStore = bodyStore;
    this.bodies = bodyStore.freeze();
  }

  public State state() {
    return state;
  }

  public StateHeader header() {
    return state.header();
  }

  /** Always the same tables in the same order. */
  public List<TableView> tables() {
    return List.copyOf(tables);
  }

  /** The position of the snapshot freeze before, or of the load; 0 for a new state. */
  public long changedSince() {
    return changedSince;
  }

  public FrozenBodies bodies() {
    return bodies;
  }

  /**
   * The snapshot is durable, and this run has the bodies that only the memory had, if any: they
   * leave it. Once.
   */
  public void bodiesDurable(Optional<BodyRun> run) {
    bodyStore.durable(bodies, run);
  }

  /** For the snapshot writer. */
  public SnapshotSource source() {
    return new ViewSource(this, OptionalLong.empty());
  }

  /** The same with the digest, which takes as long as reading everything. */
  public SnapshotSource sourceWithDigest() {
    return new ViewSource(this, OptionalLong.of(state.digest()));
  }

  List<FrozenTable> frozenTables() {
    return tables;
  }

  Changes changes() {
    return changes;
  }
}
