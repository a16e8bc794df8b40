package io.caxton.state.agent;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.task.GrantBudget;
import io.caxton.state.task.Grants;
import io.caxton.state.task.HeldGrants;
import io.caxton.v1.Agent;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.RedeliverGrants;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import java.util.Optional;

/**
 * Gives an agent the grants of its epoch that it does not list: same fence, no charge. What does
 * not fit into one answer comes with a later renewal.
 */
public final class RedeliverMissing {
  private final Core core;

  public RedeliverMissing(Core core) {
    this.core = core;
  }

  public Reply apply(RedeliverGrants request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.check(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    Agent agent = fleet.agents().get(request.getAgentId());
    ClaimTasksResponse.Builder response =
        ClaimTasksResponse.newBuilder().setApplied(core.applied());
    GrantBudget budget = new GrantBudget();
    for (Task task : HeldGrants.missing(fleet, agent, request.getHeldGrantsList(), budget)) {
      core.output().addGranted(task);
      response.addGrants(Grants.remaining(task, core.progress().tick()));
    }
    return Reply.newBuilder().setRedeliverGrants(response).build();
  }
}
