package io.caxton.state.agent;

import io.caxton.state.Effect;
import io.caxton.state.core.AgentEntry;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.RecoveryDeaths;
import io.caxton.state.task.Cause;
import io.caxton.state.task.TaskReturns;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.PlannedTask;
import java.util.List;

/** Ends agent leases that are due. */
public final class AgentSweep {
  private final Core core;
  private final TaskReturns returns;

  public AgentSweep(Core core) {
    this.core = core;
    this.returns = new TaskReturns(core);
  }

  /** Loses the agent whose lease ended first, if one has; its tasks go back, charged. */
  public boolean sweepFirst() {
    if (!core.deadlines().agentLeases().isDue(core.progress().tick())) {
      return false;
    }
    AgentEntry entry = core.deadlines().agentLeases().first();
    Fleet fleet = entry.fleet();
    Agent agent = fleet.agents().get(entry.id());
    List<PlannedTask> returned = returns.returnAll(fleet, agent, Cause.AGENT_LOST);
    core.recoveries().lost(fleet, agent.getId(), returned);
    AgentMoves.end(core, fleet, agent, stateAfter(fleet, agent));
    core.output().add(new Effect.EpochEnded(fleet.name(), agent.getId(), agent.getEpoch()));
    return true;
  }

  private AgentState stateAfter(Fleet fleet, Agent agent) {
    return agent.getState() == AgentState.AGENT_STATE_RECOVERING
            && RecoveryDeaths.isQuarantined(core.recoveries().died(fleet, agent.getId()))
        ? AgentState.AGENT_STATE_QUARANTINED
        : AgentState.AGENT_STATE_LOST;
  }
}
