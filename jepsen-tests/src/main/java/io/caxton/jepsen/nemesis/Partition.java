package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.net.Link;
import io.caxton.jepsen.node.TestNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/** Links that carry nothing, in five shapes. */
final class Partition implements Nemesis {
  @Override
  public String name() {
    return "partition";
  }

  @Override
  public String description() {
    return "a minority cut off; the leader alone; the leader with the clients but without its"
        + " peers; one node that sends but does not hear, or hears but does not send";
  }

  private record Shape(String name, List<TestNode> victims, Collection<Link> links) {}

  @Override
  public Fault begin(Stage stage, Random random) {
    Shape shape = draw(stage, random);
    String names = stage.names(shape.victims());
    stage.bed().net().cut(shape.links());
    stage.counters().add("partitions");
    return new Fault(
        "partition, " + shape.name() + ": " + names,
        Stage.ids(shape.victims()),
        Stage.between(1.5, 7, random),
        () -> stage.bed().net().mend(shape.links()));
  }

  private static Shape draw(Stage stage, Random random) {
    List<TestNode> leader = List.of(stage.leader().get());
    return switch (random.nextInt(5)) {
      case 0 -> alone("the leader alone", stage, leader);
      case 1 -> split("the leader with the clients", stage, leader);
      case 2 -> deaf(stage, stage.anyAlive(random));
      case 3 -> mute(stage, stage.anyAlive(random));
      default -> split("halves", stage, stage.some(stage.bed().minority(), random));
    };
  }

  /** These on one side, all other nodes on the other; clients reach both. */
  private static Shape split(String name, Stage stage, List<TestNode> these) {
    List<String> others = stage.bed().hosts(stage.without(these));
    return new Shape(name, these, Link.between(stage.bed().hosts(these), others));
  }

  private static Shape alone(String name, Stage stage, List<TestNode> these) {
    List<String> others = new ArrayList<>(stage.bed().hosts(stage.without(these)));
    others.add(Link.CLIENTS);
    return new Shape(name, these, Link.between(stage.bed().hosts(these), others));
  }

  private static Shape deaf(Stage stage, TestNode node) {
    String host = stage.bed().host(node);
    return new Shape(
        "sends but does not hear its peers",
        List.of(node),
        peers(stage, node).stream().map(peer -> new Link(peer, host)).toList());
  }

  private static Shape mute(Stage stage, TestNode node) {
    String host = stage.bed().host(node);
    return new Shape(
        "hears but does not reach its peers",
        List.of(node),
        peers(stage, node).stream().map(peer -> new Link(host, peer)).toList());
  }

  private static List<String> peers(Stage stage, TestNode node) {
    return stage.bed().hosts(stage.without(List.of(node)));
  }

  @Override
  public List<String> proofs() {
    return List.of("partitions", "packets-dropped");
  }
}
