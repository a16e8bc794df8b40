package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Each fsync takes long. */
final class SlowDisk implements Nemesis {
  @Override
  public String name() {
    return "slow-disk";
  }

  @Override
  public String description() {
    return "each fsync of the leader, any node, or all takes 10 to 400 ms longer";
  }

  @Override
  public Optional<String> lacks(TestBed bed) {
    return Shims.lack(bed);
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    boolean all = random.nextInt(3) == 0;
    TestNode one = stage.leaderOrAny(random);
    List<TestNode> slow = all ? List.copyOf(stage.nodes()) : List.of(one);
    Duration delay = Duration.ofMillis(10 + random.nextInt(all ? 90 : 390));
    long before = delayed(slow);
    slow.forEach(node -> node.shim().slowSync(delay));
    return new Fault(
        "fsync takes %d ms longer at %s".formatted(delay.toMillis(), stage.names(slow)),
        List.of(),
        Stage.between(2, 7, random),
        () -> {
          slow.forEach(node -> node.shim().slowSync(Duration.ZERO));
          stage.counters().add("syncs-delayed", delayed(slow) - before);
        });
  }

  private static long delayed(List<TestNode> nodes) {
    return nodes.stream().mapToLong(node -> node.shim().syncsDelayed()).sum();
  }

  @Override
  public List<String> proofs() {
    return List.of("syncs-delayed");
  }
}
