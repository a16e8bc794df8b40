package io.caxton.client.fake;

import com.google.protobuf.ByteString;
import io.caxton.v1.BeginCheckpointRequest;
import io.caxton.v1.BeginCheckpointResponse;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.CheckpointsGrpc;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.FinishCheckpointRequest;
import io.caxton.v1.FinishCheckpointResponse;
import io.caxton.v1.LoadCheckpointRequest;
import io.caxton.v1.LoadCheckpointResponse;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.PutCheckpointChunkResponse;
import io.grpc.stub.StreamObserver;

/** The one checkpoint of a fake cluster; a response of a load carries 100 bytes. */
final class FakeCheckpoints extends CheckpointsGrpc.CheckpointsImplBase {
  private static final int BYTES_A_RESPONSE = 100;

  private final FakeNode node;
  private final FakeState state;

  FakeCheckpoints(FakeNode node) {
    this.node = node;
    state = node.cluster.state();
  }

  @Override
  public void beginCheckpoint(
      BeginCheckpointRequest request, StreamObserver<BeginCheckpointResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          state.upload = ByteString.EMPTY;
          state.chunks = 0;
          return BeginCheckpointResponse.newBuilder().setUploadId(position).build();
        });
  }

  @Override
  public void putCheckpointChunk(
      PutCheckpointChunkRequest request, StreamObserver<PutCheckpointChunkResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          if (request.getIndex() != state.chunks) {
            throw FakeErrors.of(ErrorReason.CHECKPOINT_INVALID);
          }
          state.chunks = request.getIndex() + 1;
          state.upload = state.upload.concat(request.getData());
          return PutCheckpointChunkResponse.getDefaultInstance();
        });
  }

  @Override
  public void finishCheckpoint(
      FinishCheckpointRequest request, StreamObserver<FinishCheckpointResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          state.checkpoint =
              Checkpoint.newBuilder()
                  .setAgentId(request.getAgentId())
                  .setVersion(7)
                  .setSchemaId(request.getSchemaId())
                  .setCoversSeq(request.getCoversSeq())
                  .setSizeBytes(request.getSizeBytes())
                  .setSha256(request.getSha256())
                  .setChunks(state.chunks)
                  .build();
          return FinishCheckpointResponse.newBuilder().setCheckpoint(state.checkpoint).build();
        });
  }

  @Override
  public void loadCheckpoint(
      LoadCheckpointRequest request, StreamObserver<LoadCheckpointResponse> out) {
    if (node.refuses(out)) {
      return;
    }
    ByteString bytes = state.upload;
    int offset = (int) request.getOffsetBytes();
    int sent = 0;
    do {
      if (node.breaksRead(sent)) {
        out.onError(FakeErrors.of(ErrorReason.NOT_READY));
        return;
      }
      LoadCheckpointResponse.Builder response = LoadCheckpointResponse.newBuilder();
      if (sent++ == 0) {
        response.setCheckpoint(state.checkpoint);
      }
      int end = Math.min(bytes.size(), offset + BYTES_A_RESPONSE);
      out.onNext(response.setData(bytes.substring(offset, end)).build());
      offset = end;
    } while (offset < bytes.size());
    out.onCompleted();
  }
}
