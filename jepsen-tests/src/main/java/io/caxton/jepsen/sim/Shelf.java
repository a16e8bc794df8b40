package io.caxton.jepsen.sim;

import io.caxton.state.StateMachine;
import java.util.Optional;
import java.util.Random;

/** The snapshots of one replica, two at most; they outlive its restarts. */
interface Shelf extends AutoCloseable {
  /** A state machine from a snapshot, and how many records of the log it has. */
  record Loaded(int records, StateMachine machine) {}

  /** Takes a snapshot of the machine, which has so many records of the log. */
  void take(StateMachine machine, int records);

  /** From the newest, or where {@code random} is given from any one. */
  Optional<Loaded> load(Optional<Random> random);

  /** How many records of the log the newest has; 0 if there is none. */
  int newestRecords();

  /** Takes the newest of another replica over. */
  void install(Shelf other);

  @Override
  void close();
}
