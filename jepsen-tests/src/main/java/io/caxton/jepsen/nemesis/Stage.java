package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.Supplier;

/**
 * What a nemesis plays on.
 *
 * @param leader who leads as far as the run has seen; the first node if nobody was seen
 * @param findings what a nemesis saw a node do that no fault excuses, in sentences
 */
public record Stage(
    TestBed bed, Counters counters, Supplier<TestNode> leader, Queue<String> findings) {

  public List<TestNode> nodes() {
    return bed.nodes();
  }

  /** The leader as often as any other node that runs. */
  TestNode leaderOrAny(Random random) {
    return random.nextBoolean() ? leader.get() : anyAlive(random);
  }

  /** One that runs. */
  TestNode anyAlive(Random random) {
    List<TestNode> alive = nodes().stream().filter(TestNode::isAlive).toList();
    if (alive.isEmpty()) {
      throw new IllegalStateException("no node runs");
    }
    return alive.get(random.nextInt(alive.size()));
  }

  /** So many, one of them perhaps the leader. */
  List<TestNode> some(int howMany, Random random) {
    List<TestNode> shuffled = new ArrayList<>(nodes());
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, howMany);
  }

  List<TestNode> without(List<TestNode> these) {
    return nodes().stream().filter(node -> !these.contains(node)).toList();
  }

  String name(TestNode node) {
    return node.id() + (node == leader.get() ? " (leader)" : "");
  }

  String names(List<TestNode> nodes) {
    return String.join(", ", nodes.stream().map(this::name).toList());
  }

  static List<String> ids(List<TestNode> nodes) {
    return nodes.stream().map(TestNode::id).toList();
  }

  /** Between the two, in tenths of a second. */
  static Duration between(double from, double to, Random random) {
    return Duration.ofMillis(Math.round((from + random.nextDouble() * (to - from)) * 10) * 100);
  }
}
