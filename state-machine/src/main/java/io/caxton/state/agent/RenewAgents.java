package io.caxton.state.agent;

import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.task.GrantBudget;
import io.caxton.state.task.Grants;
import io.caxton.state.task.HeldGrants;
import io.caxton.v1.Agent;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.Refusal;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.RenewAgentsResponse;
import io.caxton.v1.Renewal;
import io.caxton.v1.RenewalResult;
import io.caxton.v1.Renewed;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import java.util.Optional;

/** Extends agent leases, and compares what the agents hold with what they were granted. */
public final class RenewAgents {
  private final Core core;

  public RenewAgents(Core core) {
    this.core = core;
  }

  public Reply apply(RenewAgentsRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    RenewAgentsResponse.Builder response =
        RenewAgentsResponse.newBuilder().setApplied(core.applied());
    GrantBudget budget = new GrantBudget();
    for (int i = 0; i < request.getRenewalsCount(); i++) {
      Renewal renewal = request.getRenewals(i);
      Optional<Refusal> refusal =
          AgentGuard.check(fleet, request.getFleet(), renewal.getAgentId(), renewal.getEpoch());
      RenewalResult.Builder result = RenewalResult.newBuilder();
      if (refusal.isPresent()) {
        result.setRefusal(refusal.get());
      } else {
        result.setRenewed(renew(fleet, renewal, budget));
      }
      response.addResults(result.build());
    }
    return Reply.newBuilder().setRenewAgents(response.build()).build();
  }

  private Renewed renew(Fleet fleet, Renewal renewal, GrantBudget budget) {
    long tick = core.progress().tick();
    Agent before = fleet.agents().get(renewal.getAgentId());
    Agent agent = before.toBuilder().setLeaseUntilTick(tick + before.getLeaseMillis()).build();
    AgentMoves.putQuietly(core, fleet, agent);

    Renewed.Builder renewed =
        Renewed.newBuilder().setLeaseMillis(agent.getLeaseMillis()).setState(agent.getState());
    if (renewal.getListsHeldFences()) {
      for (Task task : HeldGrants.missing(fleet, agent, renewal.getHeldGrantsList(), budget)) {
        core.output().addGranted(task);
        renewed.addMissingGrants(Grants.remaining(task, tick));
      }
    }
    for (HeldGrant held : renewal.getHeldGrantsList()) {
      if (!HeldGrants.isValid(fleet, agent, held)) {
        renewed.addLostFences(held.getFence());
        renewed.addLostGrants(held);
      }
    }
    return renewed.build();
  }
}
