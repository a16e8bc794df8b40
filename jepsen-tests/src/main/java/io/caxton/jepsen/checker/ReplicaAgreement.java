package io.caxton.jepsen.checker;

import io.caxton.jepsen.client.RawNode;
import io.caxton.v1.GetDigestResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** At the same position every replica has the same state. */
public final class ReplicaAgreement {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private ReplicaAgreement() {}

  /**
   * Asks all nodes until they answer at one position, which needs a cluster that nobody writes to;
   * gives that position and its digest.
   *
   * @throws AssertionError if the digests differ there
   */
  public static GetDigestResponse check(List<RawNode> nodes) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    long position = 0;
    while (true) {
      List<GetDigestResponse> answers = new ArrayList<>();
      for (RawNode node : nodes) {
        answers.add(node.digest(position));
      }
      long lowest = answers.stream().mapToLong(GetDigestResponse::getPosition).min().orElseThrow();
      position = answers.stream().mapToLong(GetDigestResponse::getPosition).max().orElseThrow();
      if (lowest == position) {
        compare(nodes, answers);
        return answers.getFirst();
      }
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("no common position in " + PATIENCE + ": " + answers);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private static void compare(List<RawNode> nodes, List<GetDigestResponse> answers) {
    if (answers.stream().map(GetDigestResponse::getDigest).distinct().count() == 1) {
      return;
    }
    StringBuilder text = new StringBuilder("replicas differ at one position:");
    for (int i = 0; i < answers.size(); i++) {
      text.append(
          String.format(
              "%n%s: position %d digest %016x",
              nodes.get(i).id(), answers.get(i).getPosition(), answers.get(i).getDigest()));
    }
    throw new AssertionError(text.toString());
  }
}
