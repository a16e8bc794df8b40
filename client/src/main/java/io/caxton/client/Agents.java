package io.caxton.client;

import io.caxton.v1.Agent;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DeregisterAgentResponse;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.DrainAgentResponse;
import io.caxton.v1.GetAgentRequest;
import io.caxton.v1.GetAgentResponse;
import io.caxton.v1.ListAgentsRequest;
import io.caxton.v1.ListAgentsResponse;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RegisterAgentResponse;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.RenewAgentsResponse;
import io.caxton.v1.Renewal;
import io.caxton.v1.RenewalResult;
import io.caxton.v1.Renewed;
import java.util.concurrent.CompletableFuture;

/** The agents of one fleet. */
public final class Agents {
  private final Core core;
  private final String fleet;
  private final Gatherer<Renewal, ?, ?, Renewed> renewals;

  Agents(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
    renewals = new Gatherer<>(core, renewing(fleet));
  }

  private static Gathering<Renewal, RenewAgentsRequest, RenewAgentsResponse, Renewed> renewing(
      String fleet) {
    return new Gathering<>(
        AgentsGrpc.getRenewAgentsMethod(),
        "renewals",
        Renewal::getSerializedSize,
        (call, items) -> {
          var request = RenewAgentsRequest.newBuilder().setCall(call).setFleet(fleet);
          items.forEach(item -> request.addRenewals(item.item));
          return request.build();
        },
        (response, i, item) -> {
          RenewalResult result = response.getResults(i);
          if (result.hasRefusal()) {
            item.completeExceptionally(Failure.exception(result.getRefusal()));
          } else {
            item.complete(result.getRenewed());
          }
        });
  }

  /** Starts a new epoch of this agent id; an older instance of it is over. Sets call and fleet. */
  public CompletableFuture<Agent> register(RegisterAgentRequest request) {
    return core.mutate(
            AgentsGrpc.getRegisterAgentMethod(),
            call -> request.toBuilder().setCall(call).setFleet(fleet).build(),
            0)
        .thenApply(RegisterAgentResponse::getAgent);
  }

  /**
   * Extends an agent's lease, which counts from when this was called; gathered with those of other
   * agents. One at a time for each agent.
   */
  public CompletableFuture<Renewed> renew(Renewal renewal) {
    return renewals.offer(renewal);
  }

  /** The agent claims nothing new. */
  public CompletableFuture<DrainAgentResponse> drain(AgentEpoch agent) {
    return core.mutate(
        AgentsGrpc.getDrainAgentMethod(),
        call ->
            DrainAgentRequest.newBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setAgentId(agent.agentId())
                .setEpoch(agent.epoch())
                .build(),
        0);
  }

  /** The agent leaves; what it holds goes back to its queues without a charge. */
  public CompletableFuture<DeregisterAgentResponse> deregister(AgentEpoch agent) {
    return core.mutate(
        AgentsGrpc.getDeregisterAgentMethod(),
        call ->
            DeregisterAgentRequest.newBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setAgentId(agent.agentId())
                .setEpoch(agent.epoch())
                .build(),
        0);
  }

  public CompletableFuture<GetAgentResponse> get(String agentId, ReadOptions read) {
    return core.read(
        AgentsGrpc.getGetAgentMethod(),
        GetAgentRequest.newBuilder().setFleet(fleet).setAgentId(agentId).setRead(read).build(),
        read);
  }

  /** One page; the fleet in the request is set by this call. */
  public CompletableFuture<ListAgentsResponse> list(ListAgentsRequest request) {
    return core.read(
        AgentsGrpc.getListAgentsMethod(),
        request.toBuilder().setFleet(fleet).build(),
        request.getRead());
  }
}
