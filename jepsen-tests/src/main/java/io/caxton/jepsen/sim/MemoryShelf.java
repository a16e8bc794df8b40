package io.caxton.jepsen.sim;

import io.caxton.state.Limits;
import io.caxton.state.SnapshotView;
import io.caxton.state.StateMachine;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Snapshots as rows in memory, each made of the one before and its changes where that can be. */
final class MemoryShelf implements Shelf {
  private record Kept(int records, Rows rows) {}

  private static final int KEPT = 2;

  private final Limits limits;
  private final ArrayDeque<Kept> snapshots = new ArrayDeque<>();

  MemoryShelf(Limits limits) {
    this.limits = limits;
  }

  @Override
  public void take(StateMachine machine, int records) {
    SnapshotView view = machine.freezeForSnapshot();
    if (view.header().getPosition() == 0 || records <= newestRecords()) {
      machine.snapshotFailed(view);
      return;
    }
    Optional<Rows> base =
        snapshots.stream()
            .map(Kept::rows)
            .filter(rows -> rows.position() == view.changedSince())
            .findFirst();
    keep(new Kept(records, base.map(rows -> rows.with(view)).orElseGet(() -> Rows.of(view))));
  }

  private void keep(Kept snapshot) {
    snapshots.addLast(snapshot);
    if (snapshots.size() > KEPT) {
      snapshots.removeFirst();
    }
  }

  @Override
  public Optional<Loaded> load(Optional<Random> random) {
    if (snapshots.isEmpty()) {
      return Optional.empty();
    }
    Kept chosen =
        random
            .map(r -> List.copyOf(snapshots).get(r.nextInt(snapshots.size())))
            .orElseGet(snapshots::getLast);
    // What follows the chosen one is forgotten: deltas go on from it.
    while (snapshots.getLast().records() > chosen.records()) {
      snapshots.removeLast();
    }
    return Optional.of(new Loaded(chosen.records(), chosen.rows().load(limits)));
  }

  @Override
  public int newestRecords() {
    return snapshots.isEmpty() ? 0 : snapshots.getLast().records();
  }

  @Override
  public void install(Shelf other) {
    keep(((MemoryShelf) other).snapshots.getLast());
  }

  @Override
  public void close() {
    snapshots.clear();
  }
}
