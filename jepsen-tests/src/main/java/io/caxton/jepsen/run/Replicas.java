package io.caxton.jepsen.run;

import io.caxton.client.console.Json;
import io.caxton.jepsen.checker.ReplicaAgreement;
import io.caxton.jepsen.client.RawNode;
import io.caxton.jepsen.client.RawSession;
import io.caxton.jepsen.client.Stubborn;
import io.caxton.jepsen.node.TestBed;
import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.GetDigestResponse;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * All replicas have one state; the same again after all were killed, from what snapshots they had
 * and the rest of the log; and each of them, killed alone, comes from a fresh snapshot and a few
 * entries more to what the others, who lived, have.
 */
final class Replicas {
  private static final int COMMANDS_AFTER_SNAPSHOT = 3;
  private static final Duration COMMAND = Duration.ofSeconds(10);

  /** How those assertions begin that no slow machine excuses. */
  private static final List<String> WRONG =
      List.of("replicas differ", "no common position", "a node ended");

  private final TestBed bed;
  private final List<RawNode> nodes;

  private Replicas(TestBed bed) {
    this.bed = bed;
    nodes = bed.nodes().stream().map(TestNode::raw).toList();
  }

  static Verdict check(TestBed bed) {
    Replicas replicas = new Replicas(bed);
    try {
      GetDigestResponse live = ReplicaAgreement.check(replicas.nodes);
      Optional<String> wrong = replicas.restart(live);
      if (wrong.isEmpty()) {
        replicas.afterSnapshots();
        replicas.restartOneByOne();
      }
      return wrong
          .map(anomaly -> Check.invalid(List.of(anomaly)))
          .orElseGet(() -> Check.valid(Json.object("position", live.getPosition())));
    } catch (AssertionError differ) {
      return WRONG.stream().anyMatch(differ.getMessage()::startsWith)
          ? Check.invalid(List.of(differ.getMessage().replace('\n', ' ')))
          : Check.unknown(differ.getMessage());
    } catch (StatusRuntimeException silent) {
      return Check.unknown("a node gave no digest: " + silent.getMessage());
    }
  }

  /** What is wrong after all were killed and started. */
  private Optional<String> restart(GetDigestResponse before) {
    bed.cluster().killAll();
    bed.cluster().restartDown();
    GetDigestResponse after = ReplicaAgreement.check(nodes);
    if (after.getPosition() < before.getPosition()) {
      return Optional.of(
          "position %d before a restart of all, %d after it"
              .formatted(before.getPosition(), after.getPosition()));
    }
    if (after.getPosition() == before.getPosition() && after.getDigest() != before.getDigest()) {
      return Optional.of(
          "another state at position %d after a restart of all: digest %016x before, %016x after"
              .formatted(before.getPosition(), before.getDigest(), after.getDigest()));
    }
    return Optional.empty();
  }

  /** All agree again after each. */
  private void restartOneByOne() {
    for (TestNode node : bed.nodes()) {
      node.kill();
      bed.cluster().restartDown();
      ReplicaAgreement.check(nodes);
    }
  }

  private void afterSnapshots() {
    bed.nodes().forEach(TestNode::takeSnapshot);
    Stubborn cluster = new Stubborn(nodes, new Random(1));
    for (int i = 0; i < COMMANDS_AFTER_SNAPSHOT; i++) {
      RawSession.open(cluster, COMMAND);
    }
    ReplicaAgreement.check(nodes);
  }
}
