package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Packets that take longer, each by another amount. */
final class Delay implements Nemesis {
  @Override
  public String name() {
    return "delay";
  }

  @Override
  public String description() {
    return "all packets of one node, or of all, come 5 to 80 ms later, with as much jitter";
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    Duration delay = Duration.ofMillis(5 + random.nextInt(76));
    Duration jitter = delay.dividedBy(1 + random.nextInt(4));
    TestNode one = stage.leaderOrAny(random);
    List<TestNode> slow = random.nextInt(3) == 0 ? List.copyOf(stage.nodes()) : List.of(one);
    List<String> hosts = stage.bed().hosts(slow);
    hosts.forEach(host -> stage.bed().net().delay(host, delay, jitter));
    return new Fault(
        "%d to %d ms delay at %s"
            .formatted(delay.toMillis(), delay.plus(jitter).toMillis(), stage.names(slow)),
        List.of(),
        Stage.between(3, 8, random),
        () -> hosts.forEach(stage.bed().net()::mend));
  }

  @Override
  public List<String> proofs() {
    return List.of("packets-delayed");
  }
}
