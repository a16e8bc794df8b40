package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.disk.LoopDisk;
import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** No room on a disk. */
final class DiskFull implements Nemesis {
  @Override
  public String name() {
    return "disk-full";
  }

  @Override
  public String description() {
    return "the disk of the leader or any node is filled to the last block, and emptied later";
  }

  @Override
  public Optional<String> lacks(TestBed bed) {
    return PowerLoss.lackOfDisks(bed);
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    TestNode victim = stage.leaderOrAny(random);
    LoopDisk disk = stage.bed().disk(victim).orElseThrow();
    String name = stage.name(victim);
    disk.fill();
    stage.counters().add("disks-filled");
    return new Fault(
        "the disk of " + name + " is full",
        List.of(victim.id()),
        Stage.between(2, 6, random),
        () -> {
          disk.makeRoom();
          if (!victim.isAlive()) {
            stage.counters().add("halts-by-full-disk");
            Operator.revive(stage, victim);
          }
        });
  }

  @Override
  public List<String> proofs() {
    return List.of("disks-filled");
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
