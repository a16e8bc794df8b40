package io.caxton.state;

import io.caxton.v1.StateHeader;
import java.util.List;
import java.util.Optional;

/**
 * A frozen state with what changed since the snapshot freeze before, or since load or birth. Made
 * by {@link StateMachine#freezeForSnapshot}; immutable, any thread.
 *
 * <p>To load it again: the header to a {@link StateLoader}, every row by {@link StateLoader#put}.
 * Or the rows of an older snapshot, then the changes of all snapshots after it, oldest first.
 */
public final class SnapshotView {
  private final State state;
  private final Changes changes;
  private final List<TableView> tables;

  SnapshotView(State state, Changes changes) {
    this.state = state;
    this.changes = changes;
    this.tables = Tables.of(state, Optional.of(changes));
  }

  public State state() {
    return state;
  }

  public StateHeader header() {
    return state.header();
  }

  /** Always the same tables in the same order. */
  public List<TableView> tables() {
    return tables;
  }

  Changes changes() {
    return changes;
  }
}
