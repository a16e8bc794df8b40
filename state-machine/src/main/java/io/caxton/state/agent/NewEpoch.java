package io.caxton.state.agent;

import io.caxton.state.Effect;
import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Labels;
import io.caxton.state.core.RecoveryDeaths;
import io.caxton.state.core.RecoveryStore;
import io.caxton.state.task.Cause;
import io.caxton.state.task.TaskReturns;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.Criticality;
import io.caxton.v1.PlannedTask;
import io.caxton.v1.RecoveryRecord;
import io.caxton.v1.Refusal;
import io.caxton.v1.RegisterAgentRequest;
import java.util.List;
import java.util.Optional;

/** How a new instance takes an agent id over: first {@link #check}, then {@link #begin}. */
public final class NewEpoch {
  static final int LEASE_MILLIS = 10_000;

  private final Core core;
  private final TaskReturns returns;

  /** The agent now, and what the instance before held. */
  public record Begun(Fleet fleet, Agent agent, List<PlannedTask> returned) {}

  public NewEpoch(Core core) {
    this.core = core;
    this.returns = new TaskReturns(core);
  }

  /** Empty if it may begin; {@code fleet} is null if it holds nothing. */
  public Optional<Refusal> check(Fleet fleet, RegisterAgentRequest request) {
    if (fleet == null) {
      return core.fleets().size() >= core.limits().fleetsMax()
          ? Optional.of(Refusals.limit("fleets", core.limits().fleetsMax()))
          : Optional.empty();
    }
    Agent before = fleet.agents().get(request.getAgentId());
    if (before == null) {
      return fleet.agents().size() >= core.limits().agentsMax()
          ? Optional.of(Refusals.limit("agents", core.limits().agentsMax()))
          : Optional.empty();
    }
    RecoveryRecord recovery = afterDeath(fleet, before);
    return RecoveryDeaths.isQuarantined(recovery)
        ? Optional.of(AgentGuard.quarantined(recovery))
        : Optional.empty();
  }

  /** The agent's recoveries, the one under way counted as dead: another instance asks. */
  public static RecoveryRecord afterDeath(Fleet fleet, Agent before) {
    RecoveryRecord recovery = fleet.memory().recoveryOf(before.getId());
    return RecoveryStore.isRecovering(before) ? RecoveryDeaths.after(recovery) : recovery;
  }

  /** What ran in the epoch before goes back, charged. */
  public Begun begin(RegisterAgentRequest request, AgentState state) {
    Fleet known = core.fleets().get(request.getFleet());
    Fleet fleet = known == null ? core.fleets().add(request.getFleet()) : known;
    Agent before = fleet.agents().get(request.getAgentId());
    List<PlannedTask> returned = List.of();
    if (before != null) {
      if (RecoveryStore.isRecovering(before)) {
        core.recoveries().died(fleet, before.getId());
      }
      core.uploads().discard(fleet, before.getId());
      returned = returns.returnAll(fleet, before, Cause.AGENT_RESTARTED);
      core.output().add(new Effect.EpochEnded(fleet.name(), before.getId(), before.getEpoch()));
    }
    Agent agent = agent(request, before == null ? 1 : before.getEpoch() + 1, state);
    AgentMoves.put(core, fleet, agent);
    return new Begun(fleet, agent, returned);
  }

  private Agent agent(RegisterAgentRequest request, long epoch, AgentState state) {
    long position = core.progress().position();
    int leaseMillis = request.getLeaseMillis() == 0 ? LEASE_MILLIS : request.getLeaseMillis();
    return Agent.newBuilder()
        .setId(request.getAgentId())
        .setEpoch(epoch)
        .setState(state)
        .addAllCapabilities(request.getCapabilitiesList())
        .addAllLabels(Labels.sorted(request.getLabelsList()))
        .setCriticality(criticality(request))
        .setLeaseMillis(leaseMillis)
        .setLeaseUntilTick(core.progress().tick() + leaseMillis)
        .setRegisteredPosition(position)
        .setRevision(position)
        .setRegisteredWallMillis(core.progress().wallMillis())
        .setInstance(request.getInstance())
        .build();
  }

  public static Criticality criticality(RegisterAgentRequest request) {
    return request.getCriticality() == Criticality.CRITICALITY_UNSPECIFIED
        ? Criticality.CRITICALITY_NORMAL
        : request.getCriticality();
  }
}
