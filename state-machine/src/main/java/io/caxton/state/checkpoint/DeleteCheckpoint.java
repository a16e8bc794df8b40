package io.caxton.state.checkpoint;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.DeleteCheckpointRequest;
import io.caxton.v1.DeleteCheckpointResponse;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Journal;
import io.caxton.v1.Reply;
import java.util.Set;

/** Forgets one checkpoint that is not needed. */
public final class DeleteCheckpoint {
  private final Core core;

  public DeleteCheckpoint(Core core) {
    this.core = core;
  }

  public Reply apply(DeleteCheckpointRequest request) {
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
    Journal journal = fleet.memory().journals().get(request.getAgentId());
    journal = journal == null ? Journal.getDefaultInstance() : journal;
    Checkpoint checkpoint = row.getCheckpoints(at);
    if (Restorable.is(checkpoint, journal)
        && Restorable.of(row, journal).size() <= Restorable.KEPT) {
      return Refusals.reply(
          Refusals.of(
              ErrorReason.CHECKPOINT_NEEDED,
              "fewer than two restorable checkpoints would be left without version "
                  + request.getVersion()));
    }
    new CheckpointStore(core).forget(fleet, row, Set.of(request.getVersion()));
    return Reply.newBuilder()
        .setDeleteCheckpoint(DeleteCheckpointResponse.newBuilder().setApplied(core.applied()))
        .build();
  }
}
