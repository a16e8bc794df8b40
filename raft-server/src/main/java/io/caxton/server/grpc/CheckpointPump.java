package io.caxton.server.grpc;

import com.google.protobuf.ByteString;
import io.caxton.server.engine.Views;
import io.caxton.server.error.RefusedException;
import io.caxton.state.body.DamagedBodyException;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.LoadCheckpointResponse;
import io.caxton.v1.ReadInfo;
import io.caxton.v1.Refusal;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Streams a checkpoint's bytes, a chunk a message. */
final class CheckpointPump extends ReadyPump<LoadCheckpointResponse> {
  private final Views views;

  // Set before the first pump, then of the running step.
  private Checkpoint checkpoint;
  private Optional<ReadInfo> info = Optional.empty();
  private long index;
  private long skipBytes;

  CheckpointPump(
      ServerCallStreamObserver<LoadCheckpointResponse> call,
      Executor blocking,
      StreamLimit limit,
      Views views) {
    super(call, blocking, limit);
    this.views = views;
  }

  void start(Checkpoint wanted, ReadInfo asOf, long offsetBytes) {
    if (offsetBytes > wanted.getSizeBytes()) {
      throw RefusedException.invalid(
          "offset_bytes", offsetBytes + " is above the size of " + wanted.getSizeBytes());
    }
    checkpoint = wanted;
    info = Optional.of(asOf);
    skipBytes = offsetBytes;
    start();
  }

  @Override
  boolean step() throws DamagedBodyException {
    if (index == checkpoint.getChunks()) {
      if (info.isPresent()) {
        send(ByteString.EMPTY);
      }
      complete();
      return false;
    }
    byte[] chunk =
        views
            .newest()
            .bodies()
            .get(checkpoint.getStreamId(), index)
            .orElseThrow(
                () ->
                    RefusedException.notFound(
                        "checkpoint", Long.toUnsignedString(checkpoint.getVersion())));
    index++;
    if (skipBytes >= chunk.length) {
      skipBytes -= chunk.length;
    } else {
      int skip = (int) skipBytes;
      skipBytes = 0;
      send(ByteString.copyFrom(chunk, skip, chunk.length - skip));
    }
    return true;
  }

  private void send(ByteString data) {
    LoadCheckpointResponse.Builder response = LoadCheckpointResponse.newBuilder().setData(data);
    if (info.isPresent()) {
      response.setInfo(info.get()).setCheckpoint(checkpoint);
      info = Optional.empty();
    }
    send(response.build());
  }

  @Override
  RuntimeException damaged(DamagedBodyException e) {
    String version = Long.toUnsignedString(checkpoint.getVersion());
    return RefusedException.of(
        Refusal.newBuilder()
            .setReason(ErrorReason.CHECKPOINT_DAMAGED)
            .setMessage("the bytes of version " + version + " are damaged on this node: " + e)
            .addDetails(Detail.newBuilder().setKey("version").setValue(version))
            .build());
  }
}
