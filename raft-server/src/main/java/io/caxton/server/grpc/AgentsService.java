package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.read.AgentReads;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.Command;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.DeregisterAgentResponse;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.DrainAgentResponse;
import io.caxton.v1.GetAgentRequest;
import io.caxton.v1.GetAgentResponse;
import io.caxton.v1.ListAgentsRequest;
import io.caxton.v1.ListAgentsResponse;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.RegisterAgentResponse;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.RenewAgentsResponse;
import io.caxton.v1.Reply;
import io.grpc.stub.StreamObserver;

/** The agent registry over gRPC. */
final class AgentsService extends AgentsGrpc.AgentsImplBase {
  private final Writes writes;
  private final Reads reads;

  AgentsService(Writes writes, Reads reads) {
    this.writes = writes;
    this.reads = reads;
  }

  @Override
  public void registerAgent(
      RegisterAgentRequest request, StreamObserver<RegisterAgentResponse> call) {
    Command command = Command.newBuilder().setRegisterAgent(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getRegisterAgent);
  }

  @Override
  public void renewAgents(RenewAgentsRequest request, StreamObserver<RenewAgentsResponse> call) {
    Command command = Command.newBuilder().setRenewAgents(request).build();
    Answers.send(
        call, () -> writes.propose(command, Priority.FINISHING).thenApply(Grants::ofRenewal));
  }

  @Override
  public void drainAgent(DrainAgentRequest request, StreamObserver<DrainAgentResponse> call) {
    Command command = Command.newBuilder().setDrainAgent(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getDrainAgent);
  }

  @Override
  public void deregisterAgent(
      DeregisterAgentRequest request, StreamObserver<DeregisterAgentResponse> call) {
    Command command = Command.newBuilder().setDeregisterAgent(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getDeregisterAgent);
  }

  @Override
  public void getAgent(GetAgentRequest request, StreamObserver<GetAgentResponse> call) {
    String fleet = request.getFleet();
    String id = request.getAgentId();
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            GetAgentResponse.newBuilder()
                .setInfo(info)
                .setAgent(
                    state
                        .agent(fleet, id)
                        .orElseThrow(() -> RefusedException.notFound("agent", id)))
                .setRunningTasks(state.runningTasks(fleet, id))
                .build());
  }

  @Override
  public void listAgents(ListAgentsRequest request, StreamObserver<ListAgentsResponse> call) {
    reads.answerPage(
        call,
        request,
        request.toBuilder().clearPage().clearRead().build(),
        request.getPage(),
        request.getRead(),
        state -> AgentReads.list(state, request),
        slice ->
            ListAgentsResponse.newBuilder()
                .setInfo(slice.info())
                .addAllAgents(slice.items())
                .setNextPageToken(slice.nextToken())
                .build());
  }
}
