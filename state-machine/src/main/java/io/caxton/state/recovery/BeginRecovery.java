package io.caxton.state.recovery;

import io.caxton.state.Effect;
import io.caxton.state.Refusals;
import io.caxton.state.agent.NewEpoch;
import io.caxton.state.checkpoint.CheckpointStore;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Hash64;
import io.caxton.state.core.MailPlan;
import io.caxton.state.core.RecoveryStore;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentCheckpoints;
import io.caxton.v1.AgentState;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Journal;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.RecoveryRecord;
import io.caxton.v1.Refusal;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Reply;
import io.caxton.v1.SkippedCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Starts a new epoch of an agent that comes back, with the plan of how. */
public final class BeginRecovery {
  private static final int TASKS_MAX = 1_000;
  private static final int RETRY_MILLIS_MIN = 100;
  private static final int RETRY_MILLIS_SPAN = 400;

  private final Core core;
  private final NewEpoch newEpoch;
  private final CheckpointStore checkpoints;

  public BeginRecovery(Core core) {
    this.core = core;
    this.newEpoch = new NewEpoch(core);
    this.checkpoints = new CheckpointStore(core);
  }

  public Reply apply(BeginRecoveryRequest request) {
    RegisterAgentRequest registration = request.getRegistration();
    Fleet fleet = core.fleets().get(registration.getFleet());
    Optional<Refusal> refusal = newEpoch.check(fleet, registration);
    if (refusal.isEmpty()) {
      refusal = checkPlaces(fleet, registration);
    }
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    List<Checkpoint> damaged = damaged(fleet, request);
    RecoveryPlans.Wish wish =
        new RecoveryPlans.Wish(request.getSchemaIdsList(), request.getIgnoreCheckpoints());
    return switch (RecoveryPlans.choose(rows(fleet, registration, damaged), wish)) {
      case RecoveryPlans.Refused refused -> Refusals.reply(refused.refusal());
      case RecoveryPlans.Planned planned -> begin(request, damaged, planned);
    };
  }

  private Optional<Refusal> checkPlaces(Fleet fleet, RegisterAgentRequest registration) {
    Agent before = fleet == null ? null : fleet.agents().get(registration.getAgentId());
    int others = core.recoveries().underWay();
    others -= before != null && RecoveryStore.isRecovering(before) ? 1 : 0;
    int places = core.recoveries().places(NewEpoch.criticality(registration));
    if (others < places) {
      return Optional.empty();
    }
    long spread = Hash64.of(registration.getAgentId(), core.progress().position());
    long retryMillis = RETRY_MILLIS_MIN + Long.remainderUnsigned(spread, RETRY_MILLIS_SPAN);
    return Optional.of(
        Refusals.of(
            ErrorReason.RECOVERY_BUSY,
            String.format(
                Locale.ROOT,
                "%d agents recover; one of this criticality is admitted below %d",
                others,
                places),
            "retry_millis",
            Long.toString(retryMillis)));
  }

  /** Those that are named as damaged and were not known to be, as they will be. */
  private static List<Checkpoint> damaged(Fleet fleet, BeginRecoveryRequest request) {
    List<Checkpoint> damaged = new ArrayList<>();
    if (fleet != null) {
      AgentCheckpoints row = fleet.memory().checkpointsOf(request.getRegistration().getAgentId());
      for (SkippedCheckpoint named : request.getDamagedCheckpointsList()) {
        int at = CheckpointStore.indexOf(row, named.getVersion());
        if (at >= 0 && row.getCheckpoints(at).getDamage().isEmpty()) {
          damaged.add(row.getCheckpoints(at).toBuilder().setDamage(named.getCause()).build());
        }
      }
    }
    return damaged;
  }

  private static RecoveryPlans.Rows rows(
      Fleet fleet, RegisterAgentRequest registration, List<Checkpoint> damaged) {
    String agentId = registration.getAgentId();
    Agent before = fleet == null ? null : fleet.agents().get(agentId);
    if (before == null) {
      return new RecoveryPlans.Rows(
          Journal.getDefaultInstance(),
          AgentCheckpoints.getDefaultInstance(),
          RecoveryRecord.getDefaultInstance());
    }
    Journal journal = fleet.memory().journals().get(agentId);
    AgentCheckpoints.Builder row = fleet.memory().checkpointsOf(agentId).toBuilder();
    for (Checkpoint checkpoint : damaged) {
      row.setCheckpoints(CheckpointStore.indexOf(row.build(), checkpoint.getVersion()), checkpoint);
    }
    return new RecoveryPlans.Rows(
        journal == null ? Journal.getDefaultInstance() : journal,
        row.build(),
        NewEpoch.afterDeath(fleet, before));
  }

  private Reply begin(
      BeginRecoveryRequest request, List<Checkpoint> damaged, RecoveryPlans.Planned planned) {
    NewEpoch.Begun begun =
        newEpoch.begin(request.getRegistration(), AgentState.AGENT_STATE_RECOVERING);
    Fleet fleet = begun.fleet();
    Agent agent = begun.agent();
    for (Checkpoint checkpoint : damaged) {
      checkpoints.replace(fleet, agent.getId(), checkpoint);
      lose(fleet, agent, "checkpoint_damaged");
    }
    if (planned.eventsAreMissing()) {
      lose(fleet, agent, "events_trimmed");
    }
    RecoveryPlan.Builder plan = planned.plan().setPosition(core.progress().position());
    RecoveryRecord recovery = fleet.memory().recoveryOf(agent.getId());
    plan.addAllTasks(recovery.getLostTasksList());
    begun.returned().stream()
        .limit(Math.max(0, TASKS_MAX - plan.getTasksCount()))
        .forEach(plan::addTasks);
    MailPlan.addTo(plan, fleet, agent.getId());
    boolean stateIsGivenUp = !damaged.isEmpty() || request.getIgnoreCheckpoints();
    int lost = damaged.size() + (planned.eventsAreMissing() ? 1 : 0);
    core.recoveries().put(fleet, begun(recovery, agent, plan, stateIsGivenUp, lost));
    core.output().add(new Effect.RecoveryBegun(fleet.name(), agent.getId()));
    return Reply.newBuilder()
        .setBeginRecovery(
            BeginRecoveryResponse.newBuilder()
                .setApplied(core.applied())
                .setAgent(agent)
                .setPlan(plan))
        .build();
  }

  private void lose(Fleet fleet, Agent agent, String cause) {
    core.output().add(new Effect.DataLost(fleet.name(), agent.getId(), cause));
  }

  private RecoveryRecord begun(
      RecoveryRecord before,
      Agent agent,
      RecoveryPlan.Builder plan,
      boolean stateIsGivenUp,
      int lost) {
    RecoveryRecord.Builder recovery =
        before.toBuilder()
            .setEpoch(agent.getEpoch())
            .setBegunTick(core.progress().tick())
            .setCommittedTick(0)
            .setBegunFromSeq(plan.getFromSeq())
            .setBegunToSeq(plan.getLastSeq())
            .setReportedSeq(0)
            .setAttemptsTotal(before.getAttemptsTotal() + 1)
            .setDataLossTotal(before.getDataLossTotal() + lost)
            .clearLostTasks();
    if (stateIsGivenUp) {
      recovery.clearStateDigest();
    }
    return recovery.build();
  }
}
