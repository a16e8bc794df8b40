package io.caxton.client.fake;

import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DeregisterAgentResponse;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.DrainAgentResponse;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.Refusal;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RegisterAgentResponse;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.RenewAgentsResponse;
import io.caxton.v1.Renewal;
import io.caxton.v1.RenewalResult;
import io.caxton.v1.Renewed;
import io.caxton.v1.TaskState;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

final class FakeAgents extends AgentsGrpc.AgentsImplBase {
  private final FakeNode node;
  private final FakeState state;

  FakeAgents(FakeNode node) {
    this.node = node;
    state = node.cluster.state();
  }

  @Override
  public void registerAgent(
      RegisterAgentRequest request, StreamObserver<RegisterAgentResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          long epoch = state.epochs.merge(request.getAgentId(), 1L, Long::sum);
          return RegisterAgentResponse.newBuilder()
              .setAgent(
                  Agent.newBuilder()
                      .setId(request.getAgentId())
                      .setEpoch(epoch)
                      .setState(AgentState.AGENT_STATE_RUNNING)
                      .setLeaseMillis(request.getLeaseMillis()))
              .build();
        });
  }

  @Override
  public void renewAgents(RenewAgentsRequest request, StreamObserver<RenewAgentsResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          var response = RenewAgentsResponse.newBuilder();
          request.getRenewalsList().forEach(renewal -> response.addResults(renew(renewal)));
          return response.build();
        });
  }

  private RenewalResult renew(Renewal renewal) {
    Optional<Refusal> stale = state.refuseEpoch(renewal.getAgentId(), renewal.getEpoch());
    if (stale.isPresent()) {
      return RenewalResult.newBuilder().setRefusal(stale.get()).build();
    }
    Renewed.Builder renewed = Renewed.newBuilder().setLeaseMillis(node.cluster.leaseMillis());
    Set<Long> held =
        renewal.getHeldGrantsList().stream().map(HeldGrant::getFence).collect(Collectors.toSet());
    for (HeldGrant grant : renewal.getHeldGrantsList()) {
      if (state.refuseFence(grant.getTaskId(), grant.getFence()).isPresent()) {
        renewed.addLostFences(grant.getFence()).addLostGrants(grant);
      }
    }
    state.tasks.values().stream()
        .filter(task -> task.getState() == TaskState.TASK_STATE_RUNNING)
        .filter(task -> task.getAgentId().equals(renewal.getAgentId()))
        .filter(task -> !held.contains(task.getFence()))
        .forEach(task -> renewed.addMissingGrants(FakeState.grantOf(task)));
    return RenewalResult.newBuilder().setRenewed(renewed).build();
  }

  @Override
  public void drainAgent(DrainAgentRequest request, StreamObserver<DrainAgentResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> DrainAgentResponse.getDefaultInstance());
  }

  @Override
  public void deregisterAgent(
      DeregisterAgentRequest request, StreamObserver<DeregisterAgentResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          state.epochs.remove(request.getAgentId());
          return DeregisterAgentResponse.getDefaultInstance();
        });
  }
}
