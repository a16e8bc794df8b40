package io.caxton.state.agent;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.DrainAgentResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Optional;

/** The agent claims nothing new from here on. Draining twice is no error. */
public final class DrainAgent {
  private final Core core;

  public DrainAgent(Core core) {
    this.core = core;
  }

  public Reply apply(DrainAgentRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    Agent agent = fleet.agents().get(request.getAgentId());
    if (agent.getState() != AgentState.AGENT_STATE_DRAINING) {
      AgentMoves.put(
          core,
          fleet,
          agent.toBuilder()
              .setState(AgentState.AGENT_STATE_DRAINING)
              .setRevision(core.progress().position())
              .build());
    }
    return Reply.newBuilder()
        .setDrainAgent(
            DrainAgentResponse.newBuilder()
                .setApplied(core.applied())
                .setRunningTasks(fleet.agentEntry(agent.getId()).runningTasks()))
        .build();
  }
}
