package io.caxton.state.checkpoint;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.PinCheckpointRequest;
import io.caxton.v1.PinCheckpointResponse;
import io.caxton.v1.Reply;

/** Keeps a checkpoint whatever comes after it, or no longer so. Twice is no error. */
public final class PinCheckpoint {
  private final Core core;

  public PinCheckpoint(Core core) {
    this.core = core;
  }

  public Reply apply(PinCheckpointRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    AgentCheckpoints row =
        fleet == null
            ? AgentCheckpoints.getDefaultInstance()
            : fleet.memory().checkpointsOf(request.getAgentId());
    int at = CheckpointStore.indexOf(row, request.getVersion());
    if (at < 0) {
      return Refusals.reply(
          Refusals.notFound(
              "checkpoint of agent \"" + request.getAgentId() + "\" with version",
              Fleets.nameOf(request.getFleet()),
              Long.toUnsignedString(request.getVersion())));
    }
    Checkpoint checkpoint = row.getCheckpoints(at);
    if (checkpoint.getPinned() != request.getPinned()) {
      if (request.getPinned() && CheckpointStore.pinned(row) >= CheckpointStore.PINNED_MAX) {
        return Refusals.reply(
            Refusals.limit("pinned checkpoints of an agent", CheckpointStore.PINNED_MAX));
      }
      checkpoint = checkpoint.toBuilder().setPinned(request.getPinned()).build();
      CheckpointStore store = new CheckpointStore(core);
      store.replace(fleet, request.getAgentId(), checkpoint);
      store.forgetOld(fleet, request.getAgentId());
    }
    return Reply.newBuilder()
        .setPinCheckpoint(
            PinCheckpointResponse.newBuilder().setApplied(core.applied()).setCheckpoint(checkpoint))
        .build();
  }
}
