package io.caxton.state.core;

import io.caxton.state.Effect;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.Criticality;
import io.caxton.v1.PlannedTask;
import io.caxton.v1.RecoveryRecord;
import java.util.List;

/** Recoveries of all fleets: their records, and how many are under way. */
public final class RecoveryStore {
  private static final int TASKS_MAX = 1_000;

  private final Core core;
  private int underWay;

  RecoveryStore(Core core) {
    this.core = core;
  }

  /** Agents that are RECOVERING now. */
  public int underWay() {
    return underWay;
  }

  /** How many may recover at once for one of this criticality to be admitted. */
  public int places(Criticality criticality) {
    int places = core.limits().recoveriesMax();
    return switch (criticality) {
      case CRITICALITY_HIGH -> places;
      case CRITICALITY_LOW -> Math.max(1, places / 2);
      default -> Math.max(1, places * 4 / 5);
    };
  }

  /** Keeps the count; {@code before} is null for a new agent, and when it is loaded. */
  public void agentChanged(Agent before, Agent after) {
    underWay += isRecovering(after) ? 1 : 0;
    underWay -= before != null && isRecovering(before) ? 1 : 0;
  }

  public static boolean isRecovering(Agent agent) {
    return agent.getState() == AgentState.AGENT_STATE_RECOVERING;
  }

  public void put(Fleet fleet, RecoveryRecord recovery) {
    core.fleets().touch(fleet);
    fleet.memory().recoveries().put(recovery.getAgentId(), recovery);
  }

  /** The instance that recovered is gone; returns what is recorded of it. */
  public RecoveryRecord died(Fleet fleet, String agentId) {
    RecoveryRecord recovery = RecoveryDeaths.after(fleet.memory().recoveryOf(agentId));
    put(fleet, recovery);
    core.output().add(new Effect.RecoveryFailed(fleet.name(), agentId));
    return recovery;
  }

  /** It gave its recovery up in good order: no event is to blame. */
  public void left(Fleet fleet, String agentId) {
    RecoveryRecord recovery = fleet.memory().recoveryOf(agentId);
    put(
        fleet,
        recovery.toBuilder()
            .setFailedTotal(recovery.getFailedTotal() + 1)
            .setReportedSeq(0)
            .build());
    core.output().add(new Effect.RecoveryFailed(fleet.name(), agentId));
  }

  /**
   * Remembers for the next plan what an agent held when it was lost; only of one that has a past.
   */
  public void lost(Fleet fleet, String agentId, List<PlannedTask> tasks) {
    RecoveryRecord recovery = fleet.memory().recoveries().get(agentId);
    if (tasks.isEmpty() || (recovery == null && fleet.memory().journals().get(agentId) == null)) {
      return;
    }
    RecoveryRecord.Builder after = fleet.memory().recoveryOf(agentId).toBuilder();
    int room = Math.max(0, TASKS_MAX - after.getLostTasksCount());
    tasks.stream().limit(room).forEach(after::addLostTasks);
    put(fleet, after.build());
  }
}
