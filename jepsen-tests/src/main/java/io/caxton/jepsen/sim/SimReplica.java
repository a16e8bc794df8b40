package io.caxton.jepsen.sim;

import io.caxton.state.Limits;
import io.caxton.state.Result;
import io.caxton.state.StateMachine;
import io.caxton.v1.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One replica: a state machine that follows the log at its own pace, and its snapshots. */
final class SimReplica implements AutoCloseable {
  private static final int RECORDS_BETWEEN_DIGESTS = 16;

  private final String name;
  private final Limits limits;
  private final Ledger ledger;
  private final Shelf shelf;
  private final Trace trace;
  private StateMachine machine;
  private int applied;
  private int snapshotsLoaded;

  SimReplica(String name, Limits limits, Ledger ledger, Shelf shelf, Trace trace) {
    this.name = name;
    this.limits = limits;
    this.ledger = ledger;
    this.shelf = shelf;
    this.trace = trace;
    machine = new StateMachine(limits);
  }

  StateMachine machine() {
    return machine;
  }

  int applied() {
    return applied;
  }

  int snapshotsLoaded() {
    return snapshotsLoaded;
  }

  /** Applies what is committed next and was applied elsewhere; false if there is nothing. */
  boolean follow() {
    if (applied == ledger.size()) {
      return false;
    }
    List<Result> results = apply(machine, ledger.decode(applied));
    ledger.requireSame(applied, results, name);
    applied++;
    if (applied % RECORDS_BETWEEN_DIGESTS == 0) {
      checkDigest();
    }
    return true;
  }

  void catchUp() {
    while (follow()) {}
  }

  /** As the leader: applies a record as the first of all. */
  List<Result> lead(Record record) {
    List<Result> results = apply(machine, record);
    ledger.add(record, results);
    applied++;
    if (applied % RECORDS_BETWEEN_DIGESTS == 0) {
      checkDigest();
    }
    return results;
  }

  static List<Result> apply(StateMachine machine, Record record) {
    List<Result> results = new ArrayList<>();
    machine.apply(
        record,
        (index, result) -> {
          SimFailure.require(index == results.size(), "results come in another order");
          results.add(result);
        });
    return results;
  }

  void checkDigest() {
    ledger.requireSame(applied, machine.freeze().digest(), name);
  }

  void takeSnapshot(boolean fails) {
    if (fails) {
      machine.snapshotFailed(machine.freezeForSnapshot());
    } else {
      shelf.take(machine, applied);
    }
    trace.add(name + " snapshot at " + applied + (fails ? " failed" : ""));
  }

  /** Kill -9 and start: what it had in memory is gone. */
  void restart(Optional<Random> anySnapshot) {
    Optional<Shelf.Loaded> loaded = shelf.load(anySnapshot);
    machine = loaded.map(Shelf.Loaded::machine).orElseGet(() -> new StateMachine(limits));
    applied = loaded.map(Shelf.Loaded::records).orElse(0);
    snapshotsLoaded += loaded.isPresent() ? 1 : 0;
    trace.add(name + " restarts at " + applied);
    checkDigest();
  }

  /** Gets the newest snapshot of another, if that is ahead. */
  void installFrom(SimReplica other) {
    if (other.shelf.newestRecords() > Math.max(applied, shelf.newestRecords())) {
      shelf.install(other.shelf);
      trace.add(name + " installs from " + other.name);
      restart(Optional.empty());
    }
  }

  @Override
  public void close() {
    shelf.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
