package io.caxton.jepsen.client;

import com.google.protobuf.Message;
import io.caxton.v1.ErrorReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one request, byte for byte, to one node after the other until one answers it: what any
 * client in any language does that was told nothing but docs/api.md. For one thread.
 */
public final class Stubborn {
  private static final Duration TRY = Duration.ofSeconds(1);
  private static final long PAUSE_NANOS = 20_000_000;

  /**
   * How a request ended.
   *
   * @param answer the response, or the last refusal
   * @param unknown it may have been executed, or may be yet
   */
  public record Outcome(RawAnswer answer, boolean unknown) {}

  private final List<RawNode> nodes;
  private final Random random;
  private int next;

  public Stubborn(List<RawNode> nodes, Random random) {
    this.nodes = nodes;
    this.random = random;
    next = random.nextInt(nodes.size());
  }

  public Outcome send(RawCall<? extends Message, ? extends Message> call, Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    boolean unknown = false;
    while (true) {
      RawNode node = nodes.get(next);
      long left = until - System.nanoTime();
      node.reconnect();
      RawAnswer answer =
          call.send(node, Duration.ofNanos(Math.max(1, Math.min(left, TRY.toNanos()))));
      if (answer.response().isPresent()) {
        return new Outcome(answer, false);
      }
      RawError error = answer.error().orElseThrow();
      unknown |= !error.definite();
      boolean elsewhere =
          switch (error.reason()) {
            case NOT_LEADER, NO_QUORUM, NOT_READY, OUTCOME_UNKNOWN, OVERLOADED, INTERNAL -> true;
            case ERROR_REASON_UNSPECIFIED -> true;
            default -> false;
          };
      if (!elsewhere || System.nanoTime() - until > 0) {
        return new Outcome(answer, unknown);
      }
      next = leaderNamedBy(error).orElseGet(() -> (next + 1) % nodes.size());
      LockSupport.parkNanos(PAUSE_NANOS / 2 + random.nextInt((int) PAUSE_NANOS));
    }
  }

  private Optional<Integer> leaderNamedBy(RawError error) {
    String leader =
        error.reason() == ErrorReason.NOT_LEADER ? error.facts().getOrDefault("leader_id", "") : "";
    for (int i = 0; i < nodes.size(); i++) {
      // Now and then it asks somebody else, so that one who names himself wrongly is left again.
      if (nodes.get(i).id().equals(leader) && random.nextInt(4) > 0) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}
