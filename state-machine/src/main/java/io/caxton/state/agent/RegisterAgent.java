package io.caxton.state.agent;

import io.caxton.state.Effect;
import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Labels;
import io.caxton.state.task.Cause;
import io.caxton.state.task.TaskReturns;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.Criticality;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RegisterAgentResponse;
import io.caxton.v1.Reply;

/** Starts a new epoch of an agent id; what ran in the one before goes back, charged. */
public final class RegisterAgent {
  static final int LEASE_MILLIS = 10_000;

  private final Core core;
  private final TaskReturns returns;

  public RegisterAgent(Core core) {
    this.core = core;
    this.returns = new TaskReturns(core);
  }

  public Reply apply(RegisterAgentRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    if (fleet == null) {
      if (core.fleets().size() >= core.limits().fleetsMax()) {
        return Refusals.reply(Refusals.limit("fleets", core.limits().fleetsMax()));
      }
      fleet = core.fleets().add(request.getFleet());
    }
    Agent before = fleet.agents().get(request.getAgentId());
    if (before == null && fleet.agents().size() >= core.limits().agentsMax()) {
      return Refusals.reply(Refusals.limit("agents", core.limits().agentsMax()));
    }
    core.uploads().discard(fleet, request.getAgentId());
    if (before != null) {
      returns.returnAll(fleet, before, Cause.AGENT_RESTARTED);
      core.output().add(new Effect.EpochEnded(fleet.name(), before.getId(), before.getEpoch()));
    }
    Agent agent = agent(request, before == null ? 1 : before.getEpoch() + 1);
    AgentMoves.put(core, fleet, agent);
    return Reply.newBuilder()
        .setRegisterAgent(
            RegisterAgentResponse.newBuilder().setApplied(core.applied()).setAgent(agent))
        .build();
  }

  private Agent agent(RegisterAgentRequest request, long epoch) {
    long position = core.progress().position();
    int leaseMillis = request.getLeaseMillis() == 0 ? LEASE_MILLIS : request.getLeaseMillis();
    return Agent.newBuilder()
        .setId(request.getAgentId())
        .setEpoch(epoch)
        .setState(AgentState.AGENT_STATE_RUNNING)
        .addAllCapabilities(request.getCapabilitiesList())
        .addAllLabels(Labels.sorted(request.getLabelsList()))
        .setCriticality(
            request.getCriticality() == Criticality.CRITICALITY_UNSPECIFIED
                ? Criticality.CRITICALITY_NORMAL
                : request.getCriticality())
        .setLeaseMillis(leaseMillis)
        .setLeaseUntilTick(core.progress().tick() + leaseMillis)
        .setRegisteredPosition(position)
        .setRevision(position)
        .setRegisteredWallMillis(core.progress().wallMillis())
        .setInstance(request.getInstance())
        .build();
  }
}
