package io.caxton.state.task;

import io.caxton.state.core.Fleet;
import io.caxton.state.core.TaskPhase;
import io.caxton.v1.Agent;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the grants that an agent lists with those it has. */
public final class HeldGrants {
  private HeldGrants() {}

  /**
   * The tasks granted to this epoch that are not listed, in the order they became ready, as far as
   * the budget goes.
   */
  public static List<Task> missing(
      Fleet fleet, Agent agent, List<HeldGrant> held, GrantBudget budget) {
    if (fleet.agentEntry(agent.getId()).runningTasks() == 0) {
      return List.of();
    }
    Map<String, Long> fences = new HashMap<>();
    for (HeldGrant grant : held) {
      fences.put(grant.getTaskId(), grant.getFence());
    }
    List<Task> missing = new ArrayList<>();
    for (Task task : fleet.agentEntry(agent.getId()).running()) {
      if (budget.isSpent()) {
        break;
      }
      Long fence = fences.get(task.getId());
      if (fence == null || fence != task.getFence()) {
        missing.add(task);
        budget.spend(task);
      }
    }
    return missing;
  }

  /** True if the agent may go on with it. */
  public static boolean isValid(Fleet fleet, Agent agent, HeldGrant held) {
    Task task = fleet.tasks().get(held.getTaskId());
    return task != null
        && TaskPhase.isGranted(task)
        && task.getFence() == held.getFence()
        && task.getAgentEpoch() == agent.getEpoch()
        && task.getAgentId().equals(agent.getId());
  }
}
