package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.disk.LoopDisk;
import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The process is gone and so is everything that was not fsynced. */
final class PowerLoss implements Nemesis {
  private static final String CANARY = "written-and-not-synced";

  @Override
  public String name() {
    return "power-loss";
  }

  @Override
  public String description() {
    return "a random node, the leader, or all lose power: what was not fsynced is gone";
  }

  @Override
  public Optional<String> lacks(TestBed bed) {
    return lackOfDisks(bed);
  }

  static Optional<String> lackOfDisks(TestBed bed) {
    return bed.disk(bed.nodes().getFirst()).isPresent()
        ? Optional.empty()
        : Optional.of("a disk for each node, which needs root");
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    List<TestNode> victims =
        switch (random.nextInt(3)) {
          case 0 -> List.copyOf(stage.nodes());
          case 1 -> List.of(stage.leader().get());
          default -> List.of(stage.anyAlive(random));
        };
    String names = stage.names(victims);
    List<LoopDisk> disks =
        victims.stream().map(victim -> stage.bed().disk(victim).orElseThrow()).toList();
    disks.forEach(disk -> write(disk.path().resolve(CANARY)));
    // Some get to see that their disk fails, and must not acknowledge what they cannot keep.
    if (random.nextBoolean()) {
      disks.forEach(LoopDisk::cutPower);
      kill(victims);
    } else {
      kill(victims);
      disks.forEach(LoopDisk::cutPower);
    }
    stage.counters().add("power-losses", victims.size());
    return new Fault(
        "power loss of " + names,
        Stage.ids(victims),
        Stage.between(0.5, 3, random),
        () -> {
          disks.forEach(disk -> powerUp(stage, disk));
          victims.forEach(TestNode::start);
          stage.counters().add("restarts", victims.size());
        });
  }

  private static void kill(List<TestNode> victims) {
    victims.stream().filter(TestNode::isAlive).forEach(TestNode::killAsync);
    victims.forEach(TestNode::kill);
  }

  private static void powerUp(Stage stage, LoopDisk disk) {
    disk.umount();
    disk.mount();
    Path canary = disk.path().resolve(CANARY);
    try {
      if (!Files.exists(canary) || Files.size(canary) == 0) {
        stage.counters().add("unsynced-writes-lost");
      }
      Files.deleteIfExists(canary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path canary) {
    try {
      Files.write(canary, new byte[4096]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> proofs() {
    return List.of("power-losses", "unsynced-writes-lost", "restarts");
  }

  @Override
  public boolean takesMajorities() {
    return true;
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
