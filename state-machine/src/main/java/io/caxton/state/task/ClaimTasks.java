package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Capabilities;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Progress;
import io.caxton.state.core.QueueState;
import io.caxton.state.core.TaskPhase;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.Optional;
import java.util.Set;

/**
 * Grants ready tasks, as many as are asked for and fit into one answer. All grants of one command
 * have its position as their fence.
 */
public final class ClaimTasks {
  /** Overdue tasks that one claim ends on its way; the sweeper ends the others. */
  private static final int OVERDUE_MAX = 1_000;

  private final Core core;
  private final TaskReturns returns;

  public ClaimTasks(Core core) {
    this.core = core;
    this.returns = new TaskReturns(core);
  }

  public Reply apply(ClaimTasksRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.checkActive(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    Agent agent = fleet.agents().get(request.getAgentId());
    if (agent.getState() == AgentState.AGENT_STATE_DRAINING) {
      return Refusals.reply(draining(agent));
    }
    ClaimTasksResponse.Builder response =
        ClaimTasksResponse.newBuilder().setApplied(core.applied());
    GrantBudget budget = new GrantBudget();
    int left = Math.max(1, request.getMaxTasks());
    int queues = Math.max(1, request.getQueuesCount());
    for (int i = 0; i < queues && left > 0 && !budget.isSpent(); i++) {
      String name = request.getQueuesCount() == 0 ? "" : request.getQueues(i);
      QueueState queue = fleet.queueStates().get(QueueLookup.nameOf(name));
      if (queue != null) {
        left = claim(queue, agent, request.getLeaseMillis(), left, budget, response);
      }
    }
    return Reply.newBuilder().setClaimTasks(response.build()).build();
  }

  private int claim(
      QueueState queue,
      Agent agent,
      int leaseMillis,
      int max,
      GrantBudget budget,
      ClaimTasksResponse.Builder into) {
    int left = max;
    int overdue = 0;
    long tick = core.progress().tick();
    Set<String> capabilities = queue.asksForCapabilities() ? Capabilities.all(agent) : Set.of();
    while (left > 0 && !budget.isSpent() && overdue < OVERDUE_MAX && queue.isOpen(tick)) {
      Task task = queue.firstReady(capabilities);
      if (task == null) {
        break;
      }
      Optional<Cause> late = returns.late(task);
      if (late.isPresent()) {
        returns.endLate(queue, task, late.get());
        overdue++;
      } else {
        into.addGrants(grant(queue, task, agent, leaseMillis));
        budget.spend(task);
        left--;
      }
    }
    return left;
  }

  private Grant grant(QueueState queue, Task task, Agent agent, int leaseMillis) {
    Progress now = core.progress();
    int lease = leaseMillis != 0 ? leaseMillis : task.getLeaseMillis();
    lease = lease != 0 ? lease : queue.policy().leaseMillis();
    int attempt = task.getAttemptsCharged() + 1;
    long until = Leases.until(now.tick(), lease, now.tick(), task);
    Task granted =
        task.toBuilder()
            .setState(
                TaskPhase.isCompensating(task)
                    ? TaskState.TASK_STATE_COMPENSATING
                    : TaskState.TASK_STATE_RUNNING)
            .setAttempt(attempt)
            .setFence(now.position())
            .setAgentId(agent.getId())
            .setAgentEpoch(agent.getEpoch())
            .setGrantedLeaseMillis(lease)
            .setLeaseUntilTick(until)
            .setGrantedTick(now.tick())
            .setRevision(now.position())
            .build();
    core.tasks().replace(queue, task, granted);
    core.output().addGranted(granted);
    return Grants.remaining(granted, now.tick());
  }

  private static Refusal draining(Agent agent) {
    return Refusals.of(
        ErrorReason.AGENT_DRAINING,
        "agent \"" + agent.getId() + "\" drains",
        "epoch",
        Long.toString(agent.getEpoch()));
  }
}
