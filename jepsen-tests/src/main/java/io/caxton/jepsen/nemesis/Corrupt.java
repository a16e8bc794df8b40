package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.disk.Damage;
import io.caxton.jepsen.node.TestNode;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A file of one node is damaged: the node repairs it, refuses to start, or does not need it. */
final class Corrupt implements Nemesis {
  @Override
  public String name() {
    return "corrupt";
  }

  @Override
  public String description() {
    return "a bit flips in a log segment, the vote or a snapshot of one node, or the file is cut;"
        + " the node is restarted, and rebuilt under a new id if it refuses";
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    TestNode victim = stage.anyAlive(random);
    String name = stage.name(victim);
    boolean running = random.nextBoolean();
    snapshot(victim);
    if (!running) {
      victim.kill();
    }
    Optional<String> damage = Damage.one(victim.dataDir(), random);
    if (damage.isEmpty()) {
      throw new IllegalStateException("nothing to damage yet at " + name);
    }
    stage.counters().add("corruptions");
    return new Fault(
        "%s of %s node %s".formatted(damage.get(), running ? "running" : "stopped", name),
        List.of(victim.id()),
        Stage.between(1, 3, random),
        () -> {
          victim.kill();
          Operator.revive(stage, victim);
        });
  }

  /** So that there is one, and a log after it. */
  private static void snapshot(TestNode victim) {
    try {
      victim.takeSnapshot();
    } catch (StatusRuntimeException notNow) {
      return;
    }
  }

  @Override
  public List<String> proofs() {
    return List.of("corruptions", "restarts");
  }

  @Override
  public boolean stopsProcesses() {
    return true;
  }

  @Override
  public boolean explains(String errorLine) {
    return errorLine.contains("a snapshot is damaged")
        || errorLine.contains("not started")
        || errorLine.contains("SegmentedRaftLog")
        || errorLine.contains("LifeCycle")
        || errorLine.contains("Checksum")
        || errorLine.contains("FATAL, this node halts");
  }
}
