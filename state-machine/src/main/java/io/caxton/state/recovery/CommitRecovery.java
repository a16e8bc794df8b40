package io.caxton.state.recovery;

import io.caxton.state.Effect;
import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentMoves;
import io.caxton.state.checkpoint.CheckpointStore;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.RecoveryDeaths;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.CommitRecoveryResponse;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.RecoveryRecord;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Locale;
import java.util.Optional;

/** The agent's state is rebuilt: it runs, if it is the state that it must be. */
public final class CommitRecovery {
  private final Core core;

  public CommitRecovery(Core core) {
    this.core = core;
  }

  public Reply apply(CommitRecoveryRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        RecoveryGuard.check(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isEmpty()) {
      refusal = check(fleet, request);
    }
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    RecoveryRecord recovery = commit(fleet, request);
    Agent agent =
        fleet.agents().get(request.getAgentId()).toBuilder()
            .setState(AgentState.AGENT_STATE_RUNNING)
            .setRevision(core.progress().position())
            .build();
    AgentMoves.put(core, fleet, agent);
    return Reply.newBuilder()
        .setCommitRecovery(
            CommitRecoveryResponse.newBuilder()
                .setApplied(core.applied())
                .setAgent(agent)
                .setStateVersion(recovery.getStateVersion()))
        .build();
  }

  private static Optional<Refusal> check(Fleet fleet, CommitRecoveryRequest request) {
    String agentId = request.getAgentId();
    long lastSeq = RecoveryGuard.lastSeq(fleet, agentId);
    if (request.getAppliedSeq() != lastSeq) {
      return Optional.of(
          RecoveryGuard.incomplete(
              fleet,
              agentId,
              String.format(
                  Locale.ROOT,
                  "applied_seq is %d; the journal ends at %d",
                  request.getAppliedSeq(),
                  lastSeq)));
    }
    if (request.getCheckpointVersion() != 0
        && CheckpointStore.indexOf(
                fleet.memory().checkpointsOf(agentId), request.getCheckpointVersion())
            < 0) {
      return Optional.of(
          Refusals.of(
              ErrorReason.CHECKPOINT_INVALID,
              String.format(
                  Locale.ROOT,
                  "checkpoint_version is %d, which is not there",
                  request.getCheckpointVersion())));
    }
    RecoveryRecord before = fleet.memory().recoveryOf(agentId);
    return !before.getStateDigest().isEmpty()
            && !request.getStateDigest().isEmpty()
            && before.getAppliedSeq() == request.getAppliedSeq()
            && !before.getStateDigest().equals(request.getStateDigest())
        ? Optional.of(mismatch(request, before))
        : Optional.empty();
  }

  private static Refusal mismatch(CommitRecoveryRequest request, RecoveryRecord before) {
    return Refusals.of(
        ErrorReason.DIGEST_MISMATCH,
        String.format(
            Locale.ROOT,
            "the state after event %d has another digest than at the recovery before",
            request.getAppliedSeq()),
        "applied_seq",
        Long.toString(before.getAppliedSeq()),
        "checkpoint_version",
        Long.toString(before.getCheckpointVersion()));
  }

  private RecoveryRecord commit(Fleet fleet, CommitRecoveryRequest request) {
    RecoveryRecord before = fleet.memory().recoveryOf(request.getAgentId());
    RecoveryRecord recovery =
        RecoveryDeaths.forget(before.toBuilder())
            .setFailuresInRow(0)
            .setCommittedTick(core.progress().tick())
            .setTookMillis(request.getTookMillis())
            .setEventsApplied(request.getEventsApplied())
            .setReplayMillis(request.getReplayMillis())
            .setCheckpointVersion(request.getCheckpointVersion())
            .setStateDigest(request.getStateDigest())
            .setAppliedSeq(request.getAppliedSeq())
            .setStateVersion(before.getStateVersion() + 1)
            .setRecoveredTotal(before.getRecoveredTotal() + 1)
            .build();
    core.recoveries().put(fleet, recovery);
    core.output()
        .add(
            new Effect.Recovered(
                fleet.name(),
                request.getAgentId(),
                request.getTookMillis(),
                request.getEventsApplied(),
                request.getReplayMillis()));
    return recovery;
  }
}
