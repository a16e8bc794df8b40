package io.caxton.client.fake;

import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.BeginRecoveryRequest;
import io.caxton.v1.BeginRecoveryResponse;
import io.caxton.v1.CommitRecoveryRequest;
import io.caxton.v1.CommitRecoveryResponse;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.RecoveriesGrpc;
import io.caxton.v1.RecoveryPlan;
import io.caxton.v1.ReportRecoveryRequest;
import io.caxton.v1.ReportRecoveryResponse;
import io.caxton.v1.SkippedCheckpoint;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;

/** Recoveries of a fake cluster. */
final class FakeRecoveries extends RecoveriesGrpc.RecoveriesImplBase {
  private final FakeNode node;
  private final FakeState state;

  FakeRecoveries(FakeNode node) {
    this.node = node;
    state = node.cluster.state();
  }

  @Override
  public void beginRecovery(
      BeginRecoveryRequest request, StreamObserver<BeginRecoveryResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          String id = request.getRegistration().getAgentId();
          request.getDamagedCheckpointsList().stream()
              .map(SkippedCheckpoint::getVersion)
              .forEach(state.damaged::add);
          return BeginRecoveryResponse.newBuilder()
              .setAgent(
                  Agent.newBuilder()
                      .setId(id)
                      .setEpoch(state.epochs.merge(id, 1L, Long::sum))
                      .setState(AgentState.AGENT_STATE_RECOVERING)
                      .setLeaseMillis(request.getRegistration().getLeaseMillis()))
              .setPlan(plan(id, request))
              .build();
        });
  }

  private RecoveryPlan plan(String agentId, BeginRecoveryRequest request) {
    RecoveryPlan.Builder plan =
        RecoveryPlan.newBuilder()
            .setFromSeq(1)
            .setLastSeq(state.journals.getOrDefault(agentId, List.of()).size())
            .addAllSkippedSeqs(state.skipped);
    long version = state.checkpoint.getVersion();
    if (version > 0 && !state.damaged.contains(version) && !request.getIgnoreCheckpoints()) {
      plan.setCheckpoint(state.checkpoint).setFromSeq(state.checkpoint.getCoversSeq() + 1);
    }
    state.carefulAfter.ifPresent(
        seq ->
            plan.setCareful(true)
                .setCarefulAfterSeq(seq)
                .setCarefulStride(state.carefulStride)
                .setCarefulThroughSeq(plan.getLastSeq()));
    return plan.build();
  }

  @Override
  public void reportRecovery(
      ReportRecoveryRequest request, StreamObserver<ReportRecoveryResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          state.reported.add(request.getApplyingSeq());
          return ReportRecoveryResponse.getDefaultInstance();
        });
  }

  @Override
  public void commitRecovery(
      CommitRecoveryRequest request, StreamObserver<CommitRecoveryResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          int end = state.journals.getOrDefault(request.getAgentId(), List.of()).size();
          if (request.getAppliedSeq() != end) {
            throw FakeErrors.of(
                ErrorReason.RECOVERY_INCOMPLETE, Map.of("last_seq", Integer.toString(end)));
          }
          state.recoveries.add(request);
          return CommitRecoveryResponse.newBuilder().setStateVersion(8).build();
        });
  }
}
