package io.caxton.state.checkpoint;

import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Journal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Changes to saved checkpoints: rows, chunks and feed together. */
public final class CheckpointStore {
  public static final int PINNED_MAX = 16;

  private final Core core;

  public CheckpointStore(Core core) {
    this.core = core;
  }

  static int pinned(AgentCheckpoints row) {
    return (int) row.getCheckpointsList().stream().filter(Checkpoint::getPinned).count();
  }

  /** The place of this version in the row; -1 if it is not there. */
  public static int indexOf(AgentCheckpoints row, long version) {
    for (int i = 0; i < row.getCheckpointsCount(); i++) {
      if (row.getCheckpoints(i).getVersion() == version) {
        return i;
      }
    }
    return -1;
  }

  public void replace(Fleet fleet, String agentId, Checkpoint after) {
    AgentCheckpoints row = fleet.memory().checkpointsOf(agentId);
    core.fleets().touch(fleet);
    fleet
        .memory()
        .checkpoints()
        .put(
            agentId,
            row.toBuilder().setCheckpoints(indexOf(row, after.getVersion()), after).build());
    core.feed().add(fleet.name(), after);
  }

  /** Keeps the newest two restorable ones, what is newer than these, and the pinned. */
  public void forgetOld(Fleet fleet, String agentId) {
    AgentCheckpoints row = fleet.memory().checkpointsOf(agentId);
    Journal journal = fleet.memory().journals().get(agentId);
    List<Checkpoint> restorable =
        Restorable.of(row, journal == null ? Journal.getDefaultInstance() : journal);
    if (restorable.size() < Restorable.KEPT) {
      return;
    }
    long oldestKept = restorable.get(Restorable.KEPT - 1).getVersion();
    Set<Long> versions = new HashSet<>();
    for (Checkpoint checkpoint : row.getCheckpointsList()) {
      if (checkpoint.getVersion() < oldestKept && !checkpoint.getPinned()) {
        versions.add(checkpoint.getVersion());
      }
    }
    forget(fleet, row, versions);
  }

  void forget(Fleet fleet, AgentCheckpoints row, Set<Long> versions) {
    if (versions.isEmpty()) {
      return;
    }
    List<Checkpoint> kept = new ArrayList<>();
    for (Checkpoint checkpoint : row.getCheckpointsList()) {
      if (versions.contains(checkpoint.getVersion())) {
        core.bodies().forget(checkpoint.getStreamId());
        core.feed().addRemoved(fleet.name(), checkpoint);
      } else {
        kept.add(checkpoint);
      }
    }
    core.fleets().touch(fleet);
    if (kept.isEmpty() && !row.hasUpload()) {
      fleet.memory().checkpoints().remove(row.getAgentId());
    } else {
      fleet
          .memory()
          .checkpoints()
          .put(
              row.getAgentId(), row.toBuilder().clearCheckpoints().addAllCheckpoints(kept).build());
    }
  }
}
