package io.caxton.server.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.error.RefusedException;
import io.caxton.server.peer.SnapshotFiles;
import io.caxton.v1.GetIdentityRequest;
import io.caxton.v1.GetIdentityResponse;
import io.caxton.v1.GetTermRequest;
import io.caxton.v1.GetTermResponse;
import io.caxton.v1.NodeGrpc;
import io.caxton.v1.ReadSnapshotFileRequest;
import io.caxton.v1.ReadSnapshotFileResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What the nodes ask each other besides Raft. */
final class NodeService extends NodeGrpc.NodeImplBase {
  private static final int CHUNK_BYTES = 256 << 10;

  private final String nodeId;
  private final String clusterId;
  private final Supplier<GetIdentityResponse> identity;
  private final Consensus consensus;
  private final SnapshotFiles files;
  private final Executor blocking;
  private final LongSupplier wallClock;

  NodeService(
      String nodeId,
      String clusterId,
      Supplier<GetIdentityResponse> identity,
      Consensus consensus,
      SnapshotFiles files,
      Executor blocking,
      LongSupplier wallClock) {
    this.nodeId = nodeId;
    this.clusterId = clusterId;
    this.identity = identity;
    this.consensus = consensus;
    this.files = files;
    this.blocking = blocking;
    this.wallClock = wallClock;
  }

  /** The term is read now, in memory, where it rises before this node gives a vote. */
  @Override
  public void getTerm(GetTermRequest request, StreamObserver<GetTermResponse> call) {
    try {
      requireCluster(request.getClusterId());
      ConsensusStatus status = consensus.status();
      call.onNext(
          GetTermResponse.newBuilder()
              .setNodeId(nodeId)
              .setTerm(status.term())
              .setWallMillis(wallClock.getAsLong())
              .setVoter(status.voter())
              .build());
      call.onCompleted();
    } catch (RuntimeException e) {
      call.onError(GrpcErrors.of(e));
    }
  }

  @Override
  public void getIdentity(GetIdentityRequest request, StreamObserver<GetIdentityResponse> call) {
    call.onNext(identity.get());
    call.onCompleted();
  }

  @Override
  public void readSnapshotFile(
      ReadSnapshotFileRequest request, StreamObserver<ReadSnapshotFileResponse> observer) {
    ServerCallStreamObserver<ReadSnapshotFileResponse> call =
        (ServerCallStreamObserver<ReadSnapshotFileResponse>) observer;
    call.setOnCancelHandler(() -> {});
    blocking.execute(() -> stream(request, call));
  }

  private void stream(
      ReadSnapshotFileRequest request, ServerCallStreamObserver<ReadSnapshotFileResponse> call) {
    try {
      requireCluster(request.getClusterId());
      if (request.getOffset() < 0) {
        throw RefusedException.invalid(
            "offset",
            Long.toUnsignedString(request.getOffset()) + " is above the bound " + Long.MAX_VALUE);
      }
      try (FileChannel file = files.open(request.getFileName())) {
        long position = request.getOffset();
        while (position < file.size() && !call.isCancelled()) {
          Backpressure.awaitReady(call);
          ByteBuffer chunk =
              ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, file.size() - position));
          while (chunk.hasRemaining() && file.read(chunk, position + chunk.position()) >= 0) {}
          position += chunk.position();
          call.onNext(
              ReadSnapshotFileResponse.newBuilder()
                  .setData(UnsafeByteOperations.unsafeWrap(chunk.flip()))
                  .build());
        }
      }
      if (!call.isCancelled()) {
        call.onCompleted();
      }
    } catch (IOException e) {
      call.onError(
          GrpcErrors.of(RefusedException.notFound("snapshot file", request.getFileName())));
    } catch (RuntimeException e) {
      call.onError(GrpcErrors.of(e));
    }
  }

  private void requireCluster(String asked) {
    if (!asked.equals(clusterId)) {
      throw RefusedException.invalid(
          "cluster_id", "\"" + asked + "\" is not this node's cluster \"" + clusterId + "\"");
    }
  }
}
