package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.net.Link;
import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.GetRouteRequest;
import io.caxton.v1.NodeRole;
import io.caxton.v1.OpenSessionRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * As many nodes as can be spared are cut off from the others, and each side is asked: the majority
 * must go on, the minority must refuse, and soon after healing all must have caught up.
 */
final class Split implements Nemesis {
  private static final Duration AGREES_WITHIN = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String name() {
    return "split";
  }

  @Override
  public String description() {
    return "the largest minority (of five nodes: two) is cut off; the majority must go on, the"
        + " minority refuse, and all have caught up within 5 s of healing";
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    List<TestNode> few = stage.some(stage.bed().minority(), random);
    List<TestNode> many = stage.without(few);
    Collection<Link> links = Link.between(stage.bed().hosts(few), stage.bed().hosts(many));
    String names = stage.names(few) + " | " + stage.names(many);
    stage.bed().net().cut(links);
    stage.counters().add("splits");
    return new Fault(
        "split " + names,
        Stage.ids(few),
        Stage.between(6, 9, random),
        () -> {
          ask(stage, few, many);
          stage.bed().net().mend(links);
          awaitAgreement(stage);
        });
  }

  private static void ask(Stage stage, List<TestNode> few, List<TestNode> many) {
    if (many.stream().anyMatch(node -> leads(node) && serves(node.raw()))) {
      stage.counters().add("split-majority-served");
    } else {
      stage.findings().add("no node of the majority served: " + Stage.ids(many));
    }
    for (TestNode node : few) {
      if (serves(node.raw())) {
        stage.findings().add(node.id() + " served a linearizable read or a write in a minority");
      } else {
        stage.counters().add("split-minority-refused");
      }
    }
  }

  private static boolean leads(TestNode node) {
    return node.raw()
        .view()
        .filter(view -> view.getRole() == NodeRole.NODE_ROLE_LEADER && view.getReady())
        .isPresent();
  }

  private static boolean serves(RawNode node) {
    return reads(node) || writes(node);
  }

  private static boolean reads(RawNode node) {
    try {
      node.routes()
          .getRoute(GetRouteRequest.newBuilder().setFleet("default").setName("split").build());
      return true;
    } catch (StatusRuntimeException refused) {
      // That there is none is an answer.
      return refused.getStatus().getCode() == Status.Code.NOT_FOUND;
    }
  }

  private static boolean writes(RawNode node) {
    try {
      node.sessions().openSession(OpenSessionRequest.newBuilder().setClientName("split").build());
      return true;
    } catch (StatusRuntimeException refused) {
      return false;
    }
  }

  /** Everything that was there at the moment of healing is on all nodes. */
  private static void awaitAgreement(Stage stage) {
    long began = System.nanoTime();
    long target = stage.nodes().stream().mapToLong(Split::position).max().orElse(0);
    long took = 0;
    while (took < PATIENCE.toNanos()
        && stage.nodes().stream().anyMatch(node -> position(node) < target)) {
      LockSupport.parkNanos(20_000_000);
      took = System.nanoTime() - began;
    }
    stage.counters().add("split-agreed-millis", took / 1_000_000);
    if (took < AGREES_WITHIN.toNanos()) {
      stage.counters().add("splits-agreed");
    } else {
      stage
          .findings()
          .add(
              "all nodes reached position %d only %d ms after healing"
                  .formatted(target, took / 1_000_000));
    }
  }

  private static long position(TestNode node) {
    return node.raw().view().map(GetNodeResponse::getPosition).orElse(0L);
  }

  @Override
  public boolean needsCalm() {
    return true;
  }

  @Override
  public List<String> proofs() {
    return List.of(
        "splits",
        "packets-dropped",
        "split-majority-served",
        "split-minority-refused",
        "splits-agreed");
  }
}
