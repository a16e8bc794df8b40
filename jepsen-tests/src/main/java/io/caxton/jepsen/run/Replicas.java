package io.caxton.jepsen.run;

import io.caxton.client.console.Json;
import io.caxton.jepsen.checker.ReplicaAgreement;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import io.grpc.StatusRuntimeException;
import java.util.List;

/**
 * All replicas have one state; and the same again after all were killed and replayed their logs.
 */
final class Replicas {
  private Replicas() {}

  static Verdict check(TestBed bed) {
    List<RawNode> nodes = bed.nodes().stream().map(TestNode::raw).toList();
    try {
      long before = ReplicaAgreement.check(nodes);
      bed.cluster().killAll();
      bed.cluster().restartDown();
      long after = ReplicaAgreement.check(nodes);
      if (after < before) {
        return Check.invalid(
            List.of("position " + before + " before a restart of all, " + after + " after it"));
      }
      return Check.valid(Json.object("position", before, "position-after-restart", after));
    } catch (AssertionError differ) {
      return differ.getMessage().startsWith("replicas differ")
          ? Check.invalid(List.of(differ.getMessage().replace('\n', ' ')))
          : Check.unknown(differ.getMessage());
    } catch (StatusRuntimeException silent) {
      return Check.unknown("a node gave no digest: " + silent.getMessage());
    }
  }
}
