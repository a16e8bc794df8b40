package io.caxton.state.core;

import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.CheckpointUpload;
import io.caxton.v1.Journal;

/** Builds what is derived from loaded journals and checkpoints. */
final class MemoryRebuild {
  private MemoryRebuild() {}

  static void fleet(Core core, Fleet fleet) {
    for (Journal journal : fleet.memory().journals().rows().values()) {
      core.bodies()
          .restore(
              journal.getStreamId(),
              journal.getFirstSeq(),
              journal.getLastSeq(),
              journal.getBytes());
      for (long parked : journal.getParkedSeqsList()) {
        core.bodies().park(journal.getStreamId(), parked);
      }
    }
    for (AgentCheckpoints row : fleet.memory().checkpoints().rows().values()) {
      for (Checkpoint saved : row.getCheckpointsList()) {
        if (saved.getChunks() > 0) {
          chunks(core, saved.getStreamId(), saved.getChunks(), saved.getSizeBytes());
        }
      }
      if (row.hasUpload()) {
        CheckpointUpload upload = row.getUpload();
        if (upload.getChunks() > 0) {
          chunks(core, upload.getUploadId(), upload.getChunks(), upload.getBytes());
        }
        core.uploads().index(fleet, row.getAgentId(), upload);
      }
    }
  }

  private static void chunks(Core core, long streamId, int chunks, long bytes) {
    core.bodies().restore(streamId, 0, chunks - 1L, bytes);
  }
}
