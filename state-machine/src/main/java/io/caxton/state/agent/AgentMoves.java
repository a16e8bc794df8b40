package io.caxton.state.agent;

import io.caxton.state.core.AgentEntry;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;

/** The ways to change a stored agent: keeps table, lease timer and feed together. */
public final class AgentMoves {
  private AgentMoves() {}

  public static void put(Core core, Fleet fleet, Agent agent) {
    putQuietly(core, fleet, agent);
    core.feed().add(fleet.name(), agent);
    core.mailRouting().agentChanged(fleet, agent);
  }

  /** A renewal: watches do not see it. */
  static void putQuietly(Core core, Fleet fleet, Agent agent) {
    core.fleets().touch(fleet);
    Agent before = fleet.agents().put(agent.getId(), agent);
    core.recoveries().agentChanged(before, agent);
    AgentEntry entry = fleet.agentEntry(agent.getId());
    if (agent.getLeaseUntilTick() == 0) {
      core.deadlines().agentLeases().clear(entry);
    } else {
      core.deadlines()
          .agentLeases()
          .set(entry, agent.getLeaseUntilTick(), agent.getRegisteredPosition());
    }
  }

  /** Ends the epoch of an agent that has one. */
  public static void end(Core core, Fleet fleet, Agent agent, AgentState state) {
    put(
        core,
        fleet,
        agent.toBuilder()
            .setState(state)
            .setLeaseUntilTick(0)
            .setRevision(core.progress().position())
            .build());
  }
}
