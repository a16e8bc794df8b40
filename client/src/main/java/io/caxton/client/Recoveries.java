package io.caxton.client;

import io.caxton.v1.Agent;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.CommitRecoveryResponse;
import io.caxton.v1.ExplainRecoveryRequest;
import io.caxton.v1.ExplainRecoveryResponse;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RecoveriesGrpc;
import io.caxton.v1.ReleaseQuarantineRequest;
import io.caxton.v1.ReleaseQuarantineResponse;
import io.caxton.v1.ReportRecoveryRequest;
import io.caxton.v1.ReportRecoveryResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How the agents of one fleet come back. */
public final class Recoveries {
  private final Core core;
  private final String fleet;

  Recoveries(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
  }

  /**
   * A new epoch, in state RECOVERING, with its plan. With {@code wait_millis} it waits for a place;
   * RECOVERY_BUSY names a delay ({@link CaxtonException#retryDelay}) after which to begin again.
   * Call and fleet, also those of the registration inside, are set by this call.
   */
  public CompletableFuture<BeginRecoveryResponse> begin(BeginRecoveryRequest request) {
    return core.mutate(
        RecoveriesGrpc.getBeginRecoveryMethod(),
        call -> {
          BeginRecoveryRequest.Builder begin = request.toBuilder().setCall(call);
          begin.getRegistrationBuilder().clearCall().setFleet(fleet);
          return begin.build();
        },
        request.getWaitMillis() * 1_000_000L);
  }

  /** This event is applied next: if the agent dies now, it is to blame. */
  public CompletableFuture<ReportRecoveryResponse> report(AgentEpoch agent, long applyingSeq) {
    return core.mutate(
        RecoveriesGrpc.getReportRecoveryMethod(),
        call ->
            ReportRecoveryRequest.newBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setAgentId(agent.agentId())
                .setEpoch(agent.epoch())
                .setApplyingSeq(applyingSeq)
                .build(),
        0);
  }

  /** The state is rebuilt; call, fleet, agent and epoch are set by this call. */
  public CompletableFuture<CommitRecoveryResponse> commit(
      AgentEpoch agent, CommitRecoveryRequest request) {
    return core.mutate(
        RecoveriesGrpc.getCommitRecoveryMethod(),
        call ->
            request.toBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setAgentId(agent.agentId())
                .setEpoch(agent.epoch())
                .build(),
        0);
  }

  /** What a recovery would find now, and how the last ones went. */
  public CompletableFuture<ExplainRecoveryResponse> explain(
      String agentId, List<String> schemaIds, ReadOptions read) {
    return core.read(
        RecoveriesGrpc.getExplainRecoveryMethod(),
        ExplainRecoveryRequest.newBuilder()
            .setFleet(fleet)
            .setAgentId(agentId)
            .addAllSchemaIds(schemaIds)
            .setRead(read)
            .build(),
        read);
  }

  /** Lets a quarantined agent recover again. */
  public CompletableFuture<Agent> release(String agentId, ReleaseQuarantineRequest.Action action) {
    return core.mutate(
            RecoveriesGrpc.getReleaseQuarantineMethod(),
            call ->
                ReleaseQuarantineRequest.newBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setAgentId(agentId)
                    .setAction(action)
                    .build(),
            0)
        .thenApply(ReleaseQuarantineResponse::getAgent);
  }
}
