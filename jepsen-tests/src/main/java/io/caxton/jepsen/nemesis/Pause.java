package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** SIGSTOP, and SIGCONT later: the process believes that no time went by. */
final class Pause implements Nemesis {
  @Override
  public String name() {
    return "pause";
  }

  @Override
  public String description() {
    return "SIGSTOP of the leader or a random node for 1 to 15 s, mostly below 5";
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    TestNode victim = random.nextInt(3) < 2 ? stage.leader().get() : stage.anyAlive(random);
    Duration holds = Stage.between(1, random.nextInt(4) == 0 ? 15 : 5, random);
    String name = stage.name(victim);
    victim.pause();
    stage.counters().add("pauses");
    return new Fault("pause " + name, List.of(victim.id()), holds, victim::resume);
  }

  @Override
  public List<String> proofs() {
    return List.of("pauses");
  }
}
