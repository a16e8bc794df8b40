package io.caxton.client;

import io.caxton.v1.CommitRequest;
import io.caxton.v1.CommitResponse;
import io.caxton.v1.CommitsGrpc;
import java.util.concurrent.CompletableFuture;

/** Steps of agents that happen as a whole or not at all. */
public final class Commits {
  private final Core core;
  private final String fleet;

  Commits(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
  }

  /** All or nothing; call, fleet, agent and epoch are set by this call. */
  public CompletableFuture<CommitResponse> commit(AgentEpoch agent, CommitRequest request) {
    return core.mutate(
        CommitsGrpc.getCommitMethod(),
        call ->
            request.toBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setAgentId(agent.agentId())
                .setEpoch(agent.epoch())
                .build(),
        0);
  }
}
