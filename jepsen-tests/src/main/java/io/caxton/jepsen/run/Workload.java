package io.caxton.jepsen.run;

import java.util.List;

/** What clients do to a cluster under faults, and the rules that their history is judged by. */
public interface Workload {
  String name();

  /** One sentence for --list. */
  String description();

  /** On a quiet cluster, before anything else. */
  void setUp(Context context);

  /** Each is stepped by a virtual thread of its own from the quiet phase to the end of liveness. */
  List<Worker> workers(Context context);

  /**
   * After the workers have stopped and everything is healed: the final reads, recorded like any
   * operation. May take up to a minute.
   */
  void drain(Context context);

  List<Checker> checkers();

  /** One process after another: does one operation and records it. */
  @FunctionalInterface
  interface Worker {
    /**
     * Takes at most a call's time-out plus little. Paces itself: a few to a few hundred a second.
     */
    void step() throws InterruptedException;
  }
}
