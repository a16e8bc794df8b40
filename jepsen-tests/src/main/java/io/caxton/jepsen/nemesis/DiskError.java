package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.disk.LoopDisk;
import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A disk that fails under a node that writes: the node must stop, and say so. */
final class DiskError implements Nemesis {
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "disk-error";
  }

  @Override
  public String description() {
    return "the disk of the leader or any node fails (with --fs ext4: turns read-only), or only its"
        + " fsync does; the node must stop";
  }

  @Override
  public Optional<String> lacks(TestBed bed) {
    return Shims.lack(bed);
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    TestNode victim = stage.leaderOrAny(random);
    Optional<LoopDisk> disk = stage.bed().disk(victim);
    boolean wholeDisk = random.nextBoolean() && disk.isPresent();
    String name = stage.name(victim);
    if (wholeDisk) {
      disk.get().fail();
    } else {
      victim.shim().failSync(true);
    }
    stage.counters().add("disk-errors");
    long began = System.nanoTime();
    return new Fault(
        (wholeDisk ? "the disk of " : "fsync fails at ") + name,
        List.of(victim.id()),
        STOPS_WITHIN.plus(Stage.between(0.2, 2, random)),
        () -> end(stage, victim, wholeDisk, System.nanoTime() - began));
  }

  private static void end(Stage stage, TestNode victim, boolean wholeDisk, long nanos) {
    if (!victim.isAlive()) {
      stage.counters().add("halts-by-disk-error");
    } else if (nanos >= STOPS_WITHIN.toNanos() && (wholeDisk || victim.shim().syncsFailed() > 0)) {
      stage
          .findings()
          .add(
              "%s went on for %d ms although its disk failed"
                  .formatted(victim.id(), nanos / 1_000_000));
    }
    victim.kill();
    victim.shim().failSync(false);
    Operator.revive(stage, victim);
  }

  @Override
  public List<String> proofs() {
    return List.of("disk-errors", "halts-by-disk-error");
  }

  @Override
  public boolean stopsProcesses() {
    return true;
  }

  @Override
  public boolean explains(String errorLine) {
    return DiskErrors.explain(errorLine);
  }
}
