package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.TransferLeadershipRequest;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Random;

/** Leadership is handed over, again and again. */
final class Transfer implements Nemesis {
  private static final int TRIES = 4;

  @Override
  public String name() {
    return "transfer";
  }

  @Override
  public String description() {
    return "the leader hands over to another node, by the call that operators use";
  }

  @Override
  public Fault begin(Stage stage, Random random) {
    for (int i = 0; i < TRIES; i++) {
      TestNode from = stage.bed().cluster().leader().orElseGet(stage.leader());
      List<TestNode> others = stage.without(List.of(from));
      TestNode to = others.get(random.nextInt(others.size()));
      if (handOver(from, to)) {
        stage.counters().add("transfers");
        return new Fault(
            "leadership from %s to %s".formatted(from.id(), to.id()),
            List.of(),
            Stage.between(0.3, 1.5, random),
            () -> {});
      }
      stage.counters().add("transfers-refused");
    }
    throw new IllegalStateException("refused " + TRIES + " times");
  }

  private static boolean handOver(TestNode from, TestNode to) {
    try {
      from.raw()
          .cluster()
          .transferLeadership(TransferLeadershipRequest.newBuilder().setNodeId(to.id()).build());
      return true;
    } catch (StatusRuntimeException refused) {
      return false;
    }
  }

  @Override
  public List<String> proofs() {
    return List.of("transfers", "leader-changes");
  }
}
