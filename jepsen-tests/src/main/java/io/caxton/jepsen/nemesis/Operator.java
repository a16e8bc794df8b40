package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.GetNodeResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Whoever keeps the cluster up: does what docs/operating.md says, and nothing else. */
final class Operator {
  private static final Duration START = Duration.ofSeconds(15);

  private Operator() {}

  /** Starts a node that is down; if it refuses, the lost-disk rule holds. */
  static void revive(Stage stage, TestNode node) {
    stage.bed().repairDisk(node);
    node.start();
    stage.counters().add("restarts");
    if (!serves(node) && !node.isAlive()) {
      stage.counters().add("starts-refused");
      stage.bed().rebuild(node);
      stage.counters().add("rebuilds");
    }
  }

  /** False if it ended, or is not ready yet after some time. */
  private static boolean serves(TestNode node) {
    long until = System.nanoTime() + START.toNanos();
    while (node.isAlive() && System.nanoTime() - until < 0) {
      if (node.raw().view().filter(GetNodeResponse::getReady).isPresent()) {
        return true;
      }
      LockSupport.parkNanos(100_000_000);
    }
    return false;
  }
}
