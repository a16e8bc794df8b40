package io.caxton.state.recovery;

import io.caxton.state.Effect;
import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentMoves;
import io.caxton.state.agent.NewEpoch;
import io.caxton.state.checkpoint.CheckpointStore;
import io.caxton.state.checkpoint.Restorable;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.state.core.RecoveryDeaths;
import io.caxton.state.core.RecoveryStore;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Journal;
import io.caxton.v1.RecoveryRecord;
import io.caxton.v1.Refusal;
import io.caxton.v1.ReleaseQuarantineRequest;
import io.caxton.v1.ReleaseQuarantineResponse;
import io.caxton.v1.Reply;
import java.util.List;
import java.util.Optional;

/**
 * Lets a quarantined agent recover again, in one of four ways. One whose next begin would be
 * refused for its deaths counts as quarantined: nobody has to wait for the end of its lease.
 */
public final class ReleaseQuarantine {
  private static final int SKIPPED_MAX = 100;

  private final Core core;

  public ReleaseQuarantine(Core core) {
    this.core = core;
  }

  public Reply apply(ReleaseQuarantineRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Agent agent = fleet == null ? null : fleet.agents().get(request.getAgentId());
    if (agent == null || !RecoveryDeaths.isQuarantined(NewEpoch.afterDeath(fleet, agent))) {
      return Refusals.reply(
          Refusals.notFound(
              "agent in quarantine", Fleets.nameOf(request.getFleet()), request.getAgentId()));
    }
    RecoveryRecord quarantined = NewEpoch.afterDeath(fleet, agent);
    Optional<Refusal> refusal = act(fleet, request, quarantined.getSuspectSeq());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    if (RecoveryStore.isRecovering(agent)) {
      core.output().add(new Effect.RecoveryFailed(fleet.name(), agent.getId()));
      core.output().add(new Effect.EpochEnded(fleet.name(), agent.getId(), agent.getEpoch()));
    }
    int lost = request.getAction() == ReleaseQuarantineRequest.Action.ACTION_RESTORE_BEFORE ? 1 : 0;
    core.recoveries()
        .put(
            fleet,
            RecoveryDeaths.forget(quarantined.toBuilder())
                .setFailuresInRow(0)
                .setDataLossTotal(quarantined.getDataLossTotal() + lost)
                .clearStateDigest()
                .build());
    AgentMoves.end(core, fleet, agent, AgentState.AGENT_STATE_STOPPED);
    return Reply.newBuilder()
        .setReleaseQuarantine(
            ReleaseQuarantineResponse.newBuilder()
                .setApplied(core.applied())
                .setAgent(fleet.agents().get(agent.getId())))
        .build();
  }

  private Optional<Refusal> act(Fleet fleet, ReleaseQuarantineRequest request, long seq) {
    String agentId = request.getAgentId();
    return switch (request.getAction()) {
      case ACTION_SKIP -> leaveOut(fleet, agentId, seq, false);
      case ACTION_PARK -> leaveOut(fleet, agentId, seq, true);
      case ACTION_RESTORE_BEFORE -> restoreBefore(fleet, agentId, seq);
      default -> Optional.empty();
    };
  }

  private Optional<Refusal> leaveOut(Fleet fleet, String agentId, long seq, boolean park) {
    Journal journal = fleet.memory().journals().get(agentId);
    if (journal.getSkippedSeqsCount() >= SKIPPED_MAX) {
      return Optional.of(Refusals.limit("skipped events of a journal", SKIPPED_MAX));
    }
    Journal.Builder after = journal.toBuilder();
    after.clearSkippedSeqs().addAllSkippedSeqs(with(journal.getSkippedSeqsList(), seq));
    if (park) {
      after.clearParkedSeqs().addAllParkedSeqs(with(journal.getParkedSeqsList(), seq));
      core.bodies().park(journal.getStreamId(), seq);
    }
    core.fleets().touch(fleet);
    fleet.memory().journals().put(agentId, after.build());
    core.feed().add(fleet.name(), after.build());
    return Optional.empty();
  }

  private static List<Long> with(List<Long> sorted, long seq) {
    return java.util.stream.Stream.concat(sorted.stream(), java.util.stream.Stream.of(seq))
        .distinct()
        .sorted()
        .toList();
  }

  private Optional<Refusal> restoreBefore(Fleet fleet, String agentId, long seq) {
    Journal journal = fleet.memory().journals().get(agentId);
    List<Checkpoint> restorable = Restorable.of(fleet.memory().checkpointsOf(agentId), journal);
    boolean hasOther = restorable.size() > 1 || journal.getFirstSeq() == 1;
    if (restorable.isEmpty() || !hasOther) {
      return Optional.of(
          Refusals.of(
              ErrorReason.CHECKPOINT_NEEDED,
              "there is no checkpoint, and no whole journal, before the newest checkpoint"));
    }
    new CheckpointStore(core)
        .replace(
            fleet,
            agentId,
            restorable.getFirst().toBuilder()
                .setDamage("given up: the agent died at event " + seq + " after it")
                .build());
    core.output().add(new Effect.DataLost(fleet.name(), agentId, "restored_before"));
    return Optional.empty();
  }
}
