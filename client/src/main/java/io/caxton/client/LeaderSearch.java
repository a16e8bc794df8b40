package io.caxton.client;

import io.caxton.v1.ClusterGrpc;
import io.caxton.v1.GetNodeRequest;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NodeRole;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Asks every node again and again, each at its own pace, until one leads and is ready. */
final class LeaderSearch {
  /** A node that hangs must be asked again when it wakes, so an unanswered question is given up. */
  private static final long QUESTION_MILLIS = 250;

  /** Elections end well before; later the questions come less often. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final Core core;
  private final LeaderFinder finder;
  private final Set<Node> asked = ConcurrentHashMap.newKeySet();
  private long startNanos;
  private volatile boolean over;

  LeaderSearch(Core core, LeaderFinder finder) {
    this.core = core;
    this.finder = finder;
  }

  void start() {
    startNanos = System.nanoTime();
    askAll();
  }

  void stop() {
    over = true;
  }

  private void askAll() {
    for (Node node : core.nodes().all()) {
      if (asked.add(node)) {
        ask(node);
      }
    }
  }

  private void ask(Node node) {
    if (over || core.closed()) {
      return;
    }
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(QUESTION_MILLIS, TimeUnit.MILLISECONDS);
    ClientCalls.asyncUnaryCall(
        node.channel().newCall(ClusterGrpc.getGetNodeMethod(), options),
        GetNodeRequest.getDefaultInstance(),
        new Question(node));
  }

  private void askAgain(Node node) {
    boolean patient = System.nanoTime() - startNanos > PATIENCE_NANOS;
    core.later(patient ? Pauses.longNanos() : Pauses.shortNanos(), () -> ask(node));
  }

  private final class Question implements StreamObserver<GetNodeResponse> {
    private final Node node;

    Question(Node node) {
      this.node = node;
    }

    @Override
    public void onNext(GetNodeResponse answer) {
      node.heard();
      if (answer.getRole() == NodeRole.NODE_ROLE_LEADER && answer.getReady()) {
        finder.found(LeaderSearch.this, node, answer.getTerm());
      } else if (!answer.getLeaderClientAddress().isEmpty()) {
        core.nodes().at(answer.getLeaderClientAddress());
        askAll();
      }
    }

    @Override
    public void onError(Throwable error) {
      askAgain(node);
    }

    @Override
    public void onCompleted() {
      askAgain(node);
    }
  }
}
