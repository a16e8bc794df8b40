package io.caxton.state.checkpoint;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.CheckpointUpload;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.PutCheckpointChunkResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Locale;
import java.util.Optional;

/** Takes the next chunk of a checkpoint that is being saved. */
public final class PutCheckpointChunk {
  /** Of a state that is kept here; a larger one is kept elsewhere and referred to. */
  public static final long STATE_BYTES_MAX = 64L << 20;

  private final Core core;

  public PutCheckpointChunk(Core core) {
    this.core = core;
  }

  public Reply apply(PutCheckpointChunkRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        UploadGuard.check(
            fleet,
            request.getFleet(),
            request.getAgentId(),
            request.getEpoch(),
            request.getUploadId());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    CheckpointUpload upload = fleet.memory().checkpointsOf(request.getAgentId()).getUpload();
    if (request.getIndex() != upload.getChunks()) {
      return Refusals.reply(
          UploadGuard.invalid(
              String.format(
                  Locale.ROOT,
                  "index is %s; the next chunk is %d",
                  Integer.toUnsignedString(request.getIndex()),
                  upload.getChunks())));
    }
    long bytes = upload.getBytes() + request.getData().size();
    if (bytes > STATE_BYTES_MAX) {
      return Refusals.reply(
          UploadGuard.invalid(
              String.format(
                  Locale.ROOT,
                  "the chunks are %d bytes long; at most %d are kept: save a reference",
                  bytes,
                  STATE_BYTES_MAX)));
    }
    put(fleet, upload, request, bytes);
    return Reply.newBuilder()
        .setPutCheckpointChunk(PutCheckpointChunkResponse.newBuilder().setApplied(core.applied()))
        .build();
  }

  private void put(
      Fleet fleet, CheckpointUpload upload, PutCheckpointChunkRequest request, long bytes) {
    byte[] data = request.getData().toByteArray();
    core.bodies().append(upload.getUploadId(), upload.getChunks(), data);
    core.uploads()
        .put(
            fleet,
            request.getAgentId(),
            upload.toBuilder()
                .setChunks(upload.getChunks() + 1)
                .setBytes(bytes)
                .setSha256State(Sha256.from(upload.getSha256State()).add(data).state())
                .build());
  }
}
