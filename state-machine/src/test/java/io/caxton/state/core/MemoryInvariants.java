package io.caxton.state.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.body.Liveness;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.Journal;

/** What must hold between journals, checkpoints, their bodies and timers. */
final class MemoryInvariants {
  private MemoryInvariants() {}

  static void check(Core core) {
    Liveness liveness = core.bodies().freezeRuns().liveness();
    int uploads = 0;
    for (Fleet fleet : core.fleets().all()) {
      for (Journal journal : fleet.memory().journals().rows().values()) {
        assertThat(journal.getFirstSeq()).isBetween(1L, journal.getLastSeq() + 1);
        assertThat(liveness.isLive(journal.getStreamId(), journal.getLastSeq()))
            .isEqualTo(journal.getLastSeq() >= journal.getFirstSeq());
        assertThat(liveness.isLive(journal.getStreamId(), journal.getFirstSeq() - 1)).isFalse();
      }
      for (AgentCheckpoints row : fleet.memory().checkpoints().rows().values()) {
        assertThat(row.getCheckpointsCount() > 0 || row.hasUpload()).isTrue();
        assertThat(row.getCheckpointsList())
            .extracting(Checkpoint::getVersion)
            .isSorted()
            .doesNotHaveDuplicates();
        for (Checkpoint checkpoint : row.getCheckpointsList()) {
          assertThat(liveness.isLive(checkpoint.getStreamId(), 0))
              .isEqualTo(checkpoint.getChunks() > 0);
        }
        if (row.hasUpload()) {
          uploads++;
          assertThat(fleet.memory().uploads().get(row.getAgentId()).at())
              .isEqualTo(row.getUpload().getBegunTick() + UploadStore.TIMEOUT_MILLIS);
        }
      }
    }
    assertThat(core.deadlines().uploads().size()).isEqualTo(uploads);
    long recovering =
        core.fleets().all().stream()
            .flatMap(fleet -> fleet.agents().rows().values().stream())
            .filter(RecoveryStore::isRecovering)
            .count();
    assertThat(core.recoveries().underWay()).isEqualTo((int) recovering);
  }
}
