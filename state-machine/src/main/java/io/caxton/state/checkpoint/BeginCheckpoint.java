package io.caxton.state.checkpoint;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.BeginCheckpointRequest;
import io.caxton.v1.BeginCheckpointResponse;
import io.caxton.v1.CheckpointUpload;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Optional;

/** Begins to save a checkpoint; gives up one that was begun before. */
public final class BeginCheckpoint {
  private final Core core;

  public BeginCheckpoint(Core core) {
    this.core = core;
  }

  public Reply apply(BeginCheckpointRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    core.uploads().discard(fleet, request.getAgentId());
    long uploadId = core.progress().nextOrder();
    core.uploads()
        .put(
            fleet,
            request.getAgentId(),
            CheckpointUpload.newBuilder()
                .setUploadId(uploadId)
                .setEpoch(request.getEpoch())
                .setBegunTick(core.progress().tick())
                .build());
    return Reply.newBuilder()
        .setBeginCheckpoint(
            BeginCheckpointResponse.newBuilder().setApplied(core.applied()).setUploadId(uploadId))
        .build();
  }
}
