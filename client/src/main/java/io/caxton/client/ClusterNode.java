package io.caxton.client;

import io.caxton.v1.ClusterGrpc;
import io.caxton.v1.GetDigestRequest;
import io.caxton.v1.GetDigestResponse;
import io.caxton.v1.GetNodeRequest;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.TakeSnapshotRequest;
import io.caxton.v1.TakeSnapshotResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls to one node and no other; each is tried once. */
public final class ClusterNode {
  private static final Duration VIEW = Duration.ofSeconds(2);

  private final Core core;
  private final Node node;

  ClusterNode(Core core, Node node) {
    this.core = core;
    this.node = node;
  }

  public String address() {
    return node.address();
  }

  /** The node's own view; also without a quorum. */
  public CompletableFuture<GetNodeResponse> get() {
    FutureAnswer<GetNodeResponse> answer = new FutureAnswer<>(core);
    new Request<>(
            core,
            new Aim.At(node),
            ClusterGrpc.getGetNodeMethod(),
            GetNodeRequest.getDefaultInstance(),
            answer,
            false,
            0,
            System.nanoTime() + VIEW.toNanos())
        .next();
    return answer;
  }

  /** The same as a value that also says why there is none. */
  public CompletableFuture<NodeStatus> status() {
    return get()
        .handle(
            (view, failure) ->
                new NodeStatus(
                    node.address(),
                    Optional.ofNullable(view),
                    failure instanceof CaxtonException e ? Optional.of(e) : Optional.empty()));
  }

  /** Writes a snapshot now; answered when it is durable, however long that takes. */
  public CompletableFuture<TakeSnapshotResponse> takeSnapshot() {
    return core.ask(
        new Aim.At(node),
        ClusterGrpc.getTakeSnapshotMethod(),
        TakeSnapshotRequest.getDefaultInstance(),
        Duration.ofMinutes(10).toNanos());
  }

  /** The digest of its state, once this position is applied. */
  public CompletableFuture<GetDigestResponse> digest(long minPosition) {
    return core.ask(
        new Aim.At(node),
        ClusterGrpc.getGetDigestMethod(),
        GetDigestRequest.newBuilder().setMinPosition(minPosition).build(),
        core.config().callTimeout().toNanos());
  }
}
