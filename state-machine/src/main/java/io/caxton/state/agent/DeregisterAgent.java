package io.caxton.state.agent;

import io.caxton.state.Effect;
import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.task.TaskReturns;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DeregisterAgentResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Optional;

/** The agent leaves; what it holds goes back without a charge. */
public final class DeregisterAgent {
  private final Core core;
  private final TaskReturns returns;

  public DeregisterAgent(Core core) {
    this.core = core;
    this.returns = new TaskReturns(core);
  }

  public Reply apply(DeregisterAgentRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.check(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    Agent agent = fleet.agents().get(request.getAgentId());
    if (agent.getState() == AgentState.AGENT_STATE_RECOVERING) {
      core.recoveries().left(fleet, agent.getId());
    }
    int released = returns.releaseAll(fleet, agent);
    AgentMoves.end(core, fleet, agent, AgentState.AGENT_STATE_STOPPED);
    core.output().add(new Effect.EpochEnded(fleet.name(), agent.getId(), agent.getEpoch()));
    return Reply.newBuilder()
        .setDeregisterAgent(
            DeregisterAgentResponse.newBuilder()
                .setApplied(core.applied())
                .setReleasedTasks(released))
        .build();
  }
}
