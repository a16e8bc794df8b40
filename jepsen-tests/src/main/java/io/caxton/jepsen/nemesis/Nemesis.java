package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestBed;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** One kind of fault. */
public interface Nemesis {
  String name();

  /** One sentence for --list. */
  String description();

  /** What it cannot do without and this run has not; empty if it can work. */
  default Optional<String> lacks(TestBed bed) {
    return Optional.empty();
  }

  /**
   * Lets one fault begin; which one is drawn from the random, and on whom from it and from who
   * leads.
   */
  Fault begin(Stage stage, Random random);

  /** The counters that must be above zero, or it did not bite. */
  List<String> proofs();

  /** True if it sometimes takes a majority, so that nothing can be acknowledged for a while. */
  default boolean takesMajorities() {
    return false;
  }

  /** True if processes end and start by it: of such, only one at a time. */
  default boolean stopsProcesses() {
    return false;
  }

  /** True if it asks more of the nodes than they can give beside another fault. */
  default boolean needsCalm() {
    return false;
  }

  /** Does this line of a node's log, of level ERROR, belong to what was done to the node? */
  default boolean explains(String errorLine) {
    return false;
  }
}
