package io.caxton.state.core;

import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.CheckpointUpload;

/** Checkpoints that are being saved: rows, chunks and time-outs together. */
public final class UploadStore {
  /** Nobody saves a checkpoint for longer: it was given up. */
  public static final long TIMEOUT_MILLIS = 3_600_000;

  private final Core core;

  UploadStore(Core core) {
    this.core = core;
  }

  /** Begins or goes on. */
  public void put(Fleet fleet, String agentId, CheckpointUpload upload) {
    core.fleets().touch(fleet);
    AgentCheckpoints row =
        fleet.memory().checkpointsOf(agentId).toBuilder().setUpload(upload).build();
    fleet.memory().checkpoints().put(agentId, row);
    index(fleet, agentId, upload);
  }

  /** Gives up what the agent has not finished, if anything. */
  public void discard(Fleet fleet, String agentId) {
    AgentCheckpoints row = fleet.memory().checkpoints().get(agentId);
    if (row != null && row.hasUpload()) {
      core.bodies().forget(row.getUpload().getUploadId());
      end(fleet, row);
    }
  }

  /** The upload is over; its chunks stay. */
  public void end(Fleet fleet, AgentCheckpoints row) {
    core.fleets().touch(fleet);
    AgentCheckpoints left = row.toBuilder().clearUpload().build();
    if (left.getCheckpointsCount() == 0) {
      fleet.memory().checkpoints().remove(row.getAgentId());
    } else {
      fleet.memory().checkpoints().put(row.getAgentId(), left);
    }
    core.deadlines().uploads().clear(fleet.memory().uploads().remove(row.getAgentId()));
  }

  /** Gives up the first one that took too long, if one did. */
  public boolean sweepFirst() {
    if (!core.deadlines().uploads().isDue(core.progress().tick())) {
      return false;
    }
    UploadTimer timer = core.deadlines().uploads().first();
    discard(timer.fleet(), timer.agentId());
    return true;
  }

  /** Also for loads. */
  void index(Fleet fleet, String agentId, CheckpointUpload upload) {
    core.deadlines()
        .uploads()
        .set(
            fleet.memory().upload(agentId),
            upload.getBegunTick() + TIMEOUT_MILLIS,
            upload.getUploadId());
  }
}
