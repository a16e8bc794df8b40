package io.caxton.client;

import com.google.protobuf.ByteString;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.CheckpointsGrpc;
import io.caxton.v1.DeleteCheckpointRequest;
import io.caxton.v1.DeleteCheckpointResponse;
import io.caxton.v1.ListCheckpointsRequest;
import io.caxton.v1.ListCheckpointsResponse;
import io.caxton.v1.LoadCheckpointRequest;
import io.caxton.v1.PinCheckpointRequest;
import io.caxton.v1.PinCheckpointResponse;
import io.caxton.v1.ReadOptions;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/** The checkpoints of one fleet's agents. */
public final class Checkpoints {
  private final Core core;
  private final String fleet;

  Checkpoints(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
  }

  /** What an agent does with its own checkpoints. */
  public AgentCheckpoints of(AgentEpoch agent) {
    return new AgentCheckpoints(core, fleet, agent);
  }

  /** All of an agent's, the newest first, without their bytes. */
  public CompletableFuture<ListCheckpointsResponse> list(String agentId, ReadOptions read) {
    return core.read(
        CheckpointsGrpc.getListCheckpointsMethod(),
        ListCheckpointsRequest.newBuilder()
            .setFleet(fleet)
            .setAgentId(agentId)
            .setRead(read)
            .build(),
        read);
  }

  /**
   * Writes a state's bytes to the stream, over leader changes, and checks their hash at the end:
   * until this completes they may be wrong. CHECKPOINT_DAMAGED if they are not what was saved. A
   * reference has no bytes here.
   *
   * @param version 0 means the newest restorable one
   */
  public CompletableFuture<Checkpoint> load(String agentId, long version, OutputStream into) {
    LoadCheckpointRequest request =
        LoadCheckpointRequest.newBuilder()
            .setFleet(fleet)
            .setAgentId(agentId)
            .setVersion(version)
            .build();
    return new CheckpointDownload(core, request, into).run();
  }

  /** As {@link #load(String, long, OutputStream)}, with all bytes at once: at most 64 MiB. */
  public CompletableFuture<LoadedCheckpoint> load(String agentId, long version) {
    ByteString.Output bytes = ByteString.newOutput();
    return load(agentId, version, bytes)
        .thenApply(checkpoint -> new LoadedCheckpoint(checkpoint, bytes.toByteString()));
  }

  /** CHECKPOINT_NEEDED if fewer than two restorable ones would be left. */
  public CompletableFuture<DeleteCheckpointResponse> delete(String agentId, long version) {
    return core.mutate(
        CheckpointsGrpc.getDeleteCheckpointMethod(),
        call ->
            DeleteCheckpointRequest.newBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setAgentId(agentId)
                .setVersion(version)
                .build(),
        0);
  }

  /**
   * @param pinned true: it is kept whatever comes after it
   */
  public CompletableFuture<Checkpoint> pin(String agentId, long version, boolean pinned) {
    return core.mutate(
            CheckpointsGrpc.getPinCheckpointMethod(),
            call ->
                PinCheckpointRequest.newBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setAgentId(agentId)
                    .setVersion(version)
                    .setPinned(pinned)
                    .build(),
            0)
        .thenApply(PinCheckpointResponse::getCheckpoint);
  }
}
