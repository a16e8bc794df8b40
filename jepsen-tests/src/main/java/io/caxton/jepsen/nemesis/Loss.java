package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.net.Link;
import io.caxton.jepsen.node.TestNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Links that lose packets. */
final class Loss implements Nemesis {
  @Override
  public String name() {
    return "loss";
  }

  @Override
  public String description() {
    return "10 to 40 % of the packets of one node, or of all, are lost; also those of clients";
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    int percent = 10 + random.nextInt(31);
    TestNode one = stage.leaderOrAny(random);
    boolean all = random.nextInt(3) == 0;
    List<TestNode> lossy = all ? stage.nodes() : List.of(one);
    List<String> ends = new ArrayList<>(stage.bed().hosts(stage.nodes()));
    ends.add(Link.CLIENTS);
    List<Link> links = Link.between(stage.bed().hosts(lossy), ends);
    stage.bed().net().lose(links, percent);
    return new Fault(
        percent + " % loss at " + stage.names(lossy),
        List.of(),
        Stage.between(2, 6, random),
        () -> stage.bed().net().mend(links));
  }

  @Override
  public List<String> proofs() {
    return List.of("packets-lost");
  }
}
