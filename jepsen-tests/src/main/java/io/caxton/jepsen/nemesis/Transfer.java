package io.caxton.jepsen.nemesis;

import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.TransferLeadershipRequest;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Random;

/** Leadership is handed over, again and again. */
final class Transfer implements Nemesis {
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
    TestNode from = stage.leader().get();
    List<TestNode> others = stage.without(List.of(from));
    TestNode to = others.get(random.nextInt(others.size()));
    try {
      from.raw()
          .cluster()
          .transferLeadership(TransferLeadershipRequest.newBuilder().setNodeId(to.id()).build());
    } catch (StatusRuntimeException refused) {
      stage.counters().add("transfers-refused");
      throw new IllegalStateException("not handed over: " + refused.getStatus(), refused);
    }
    stage.counters().add("transfers");
    return new Fault(
        "leadership from %s to %s".formatted(from.id(), to.id()),
        List.of(),
        Stage.between(0.3, 1.5, random),
        () -> {});
  }

  @Override
  public List<String> proofs() {
    return List.of("transfers", "leader-changes");
  }
}
