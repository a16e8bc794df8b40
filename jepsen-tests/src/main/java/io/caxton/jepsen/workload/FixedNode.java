package io.caxton.jepsen.workload;

import com.google.protobuf.Message;
import io.caxton.jepsen.client.RawAnswer;
import io.caxton.jepsen.client.RawCall;
import io.caxton.jepsen.client.RawError;
import io.caxton.jepsen.client.RawNode;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NodeRole;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks one node and never another, as long as that node takes itself for the leader. When it is
 * paused, questions go on into its socket: they are answered when it wakes up, by a leader that may
 * not know yet that it is none. One for all who ask this node.
 */
final class FixedNode {
  /**
   * Shorter than most pauses: the question that a waking leader answers must have been asked while
   * another led already, or the old answer would be right.
   */
  static final Duration QUESTION = Duration.ofMillis(800);

  private static final long LOOK_MILLIS = 100;

  private final RawNode node;
  private final Duration patience;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean leads;

  /**
   * @param patience with each question
   */
  FixedNode(RawNode node, Duration patience) {
    this.node = node;
    this.patience = patience;
  }

  /** Waits a little if it does not lead; false then. */
  boolean mayAnswer() throws InterruptedException {
    if (!leads && looking.compareAndSet(false, true)) {
      try {
        leads = node.view().filter(FixedNode::ready).isPresent();
      } finally {
        looking.set(false);
      }
    }
    if (!leads) {
      Thread.sleep(LOOK_MILLIS);
    }
    return leads;
  }

  private static boolean ready(GetNodeResponse view) {
    return view.getRole() == NodeRole.NODE_ROLE_LEADER && view.getReady();
  }

  /** Empty if it says that there is no such thing. */
  <Q extends Message, R extends Message> Optional<R> ask(
      MethodDescriptor<Q, R> method, Q question, Class<R> type) {
    RawAnswer answer = new RawCall<>(method, question).send(node, patience);
    if (answer.response().isPresent()) {
      return answer.response().map(type::cast);
    }
    RawError error = answer.error().orElseThrow();
    if (error.reason() == ErrorReason.NOT_FOUND) {
      return Optional.empty();
    }
    // Silence is what a paused leader answers: it is asked again.
    leads = error.code() == Status.Code.DEADLINE_EXCEEDED;
    throw new Caller.NoAnswer(node.id() + ": " + error, error.definite());
  }

  @Override
  public String toString() {
    return node.id();
  }
}
