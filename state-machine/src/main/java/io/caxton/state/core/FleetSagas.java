package io.caxton.state.core;

import io.caxton.state.table.Table;
import io.caxton.state.time.Timer;
import io.caxton.v1.Saga;
import java.util.ArrayDeque;

/** One fleet's sagas; as a timer it is due when the oldest ended one is to be forgotten. */
public final class FleetSagas extends Timer {
  private final Fleet fleet;
  private final Table<String, Saga> rows = new Table<>();
  // By their order, which is that of their end.
  private final ArrayDeque<Saga> finished = new ArrayDeque<>();

  FleetSagas(Fleet fleet) {
    this.fleet = fleet;
  }

  Fleet fleet() {
    return fleet;
  }

  public Table<String, Saga> rows() {
    return rows;
  }

  public int unfinished() {
    return rows.size() - finished.size();
  }

  ArrayDeque<Saga> finished() {
    return finished;
  }
}
