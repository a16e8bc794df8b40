package io.caxton.client;

import com.google.protobuf.ByteString;
import io.caxton.v1.BeginCheckpointRequest;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.CheckpointsGrpc;
import io.caxton.v1.FinishCheckpointRequest;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.StateReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Saves one checkpoint: begins, puts chunk after chunk, finishes. Blocks. */
final class CheckpointUpload {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Core core;
  private final String fleet;
  private final AgentEpoch agent;

  CheckpointUpload(Core core, String fleet, AgentEpoch agent) {
    this.core = core;
    this.fleet = fleet;
    this.agent = agent;
  }

  Checkpoint save(NewCheckpoint what, InputStream state) {
    long uploadId = begin();
    Sha256 hash = new Sha256();
    long bytes = 0;
    int index = 0;
    ByteString chunk;
    while (!(chunk = next(state)).isEmpty()) {
      put(uploadId, index++, chunk);
      hash.add(chunk);
      bytes += chunk.size();
    }
    return finish(request(what, uploadId).setSizeBytes(bytes).setSha256(hash.value()));
  }

  Checkpoint saveReference(NewCheckpoint what, StateReference where) {
    return finish(request(what, begin()).setReference(where));
  }

  private static ByteString next(InputStream state) {
    try {
      byte[] bytes = state.readNBytes(CHUNK_BYTES);
      return ByteString.copyFrom(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long begin() {
    return CaxtonException.join(
            core.mutate(
                CheckpointsGrpc.getBeginCheckpointMethod(),
                call ->
                    BeginCheckpointRequest.newBuilder()
                        .setCall(call)
                        .setFleet(fleet)
                        .setAgentId(agent.agentId())
                        .setEpoch(agent.epoch())
                        .build(),
                0))
        .getUploadId();
  }

  private void put(long uploadId, int index, ByteString chunk) {
    CaxtonException.join(
        core.mutate(
            CheckpointsGrpc.getPutCheckpointChunkMethod(),
            call ->
                PutCheckpointChunkRequest.newBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setAgentId(agent.agentId())
                    .setEpoch(agent.epoch())
                    .setUploadId(uploadId)
                    .setIndex(index)
                    .setData(chunk)
                    .build(),
            0));
  }

  private FinishCheckpointRequest.Builder request(NewCheckpoint what, long uploadId) {
    return FinishCheckpointRequest.newBuilder()
        .setFleet(fleet)
        .setAgentId(agent.agentId())
        .setEpoch(agent.epoch())
        .setUploadId(uploadId)
        .setCoversSeq(what.coversSeq())
        .setSchemaId(what.schemaId())
        .setBuildId(what.buildId())
        .setPinned(what.pinned());
  }

  private Checkpoint finish(FinishCheckpointRequest.Builder request) {
    return CaxtonException.join(
            core.mutate(
                CheckpointsGrpc.getFinishCheckpointMethod(),
                call -> request.clone().setCall(call).build(),
                0))
        .getCheckpoint();
  }
}
