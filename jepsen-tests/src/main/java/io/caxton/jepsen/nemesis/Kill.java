package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestNode;
import java.util.List;
import java.util.Random;

/** SIGKILL, and a start some time later. */
final class Kill implements Nemesis {
  @Override
  public String name() {
    return "kill";
  }

  @Override
  public String description() {
    return "kill -9 of a random node, the leader, or all; started again after 0.5 to 4 s";
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    List<TestNode> victims =
        switch (random.nextInt(5)) {
          case 0 -> List.copyOf(stage.nodes());
          case 1, 2 -> List.of(stage.leader().get());
          default -> List.of(stage.anyAlive(random));
        };
    String names = stage.names(victims);
    victims.stream().filter(TestNode::isAlive).forEach(TestNode::killAsync);
    victims.forEach(TestNode::kill);
    stage.counters().add("kills", victims.size());
    return new Fault(
        "kill -9 " + names,
        Stage.ids(victims),
        Stage.between(0.5, 4, random),
        () -> {
          victims.forEach(TestNode::start);
          stage.counters().add("restarts", victims.size());
        });
  }

  @Override
  public List<String> proofs() {
    return List.of("kills", "restarts");
  }

  @Override
  public boolean takesMajorities() {
    return true;
  }

  @Override
  public boolean stopsProcesses() {
    return true;
  }
}
