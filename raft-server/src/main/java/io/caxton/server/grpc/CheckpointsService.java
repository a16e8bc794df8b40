package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.State;
import io.caxton.v1.BeginCheckpointRequest;
import io.caxton.v1.BeginCheckpointResponse;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.CheckpointsGrpc;
import io.caxton.v1.Command;
import io.caxton.v1.DeleteCheckpointRequest;
import io.caxton.v1.DeleteCheckpointResponse;
import io.caxton.v1.FinishCheckpointRequest;
import io.caxton.v1.FinishCheckpointResponse;
import io.caxton.v1.ListCheckpointsRequest;
import io.caxton.v1.ListCheckpointsResponse;
import io.caxton.v1.LoadCheckpointRequest;
import io.caxton.v1.LoadCheckpointResponse;
import io.caxton.v1.PinCheckpointRequest;
import io.caxton.v1.PinCheckpointResponse;
import io.caxton.v1.PutCheckpointChunkRequest;
import io.caxton.v1.PutCheckpointChunkResponse;
import io.caxton.v1.Reply;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Checkpoints over gRPC. */
final class CheckpointsService extends CheckpointsGrpc.CheckpointsImplBase {
  private final Writes writes;
  private final Reads reads;
  private final BodyStreams streams;

  CheckpointsService(Writes writes, Reads reads, BodyStreams streams) {
    this.writes = writes;
    this.reads = reads;
    this.streams = streams;
  }

  @Override
  public void beginCheckpoint(
      BeginCheckpointRequest request, StreamObserver<BeginCheckpointResponse> call) {
    Command command = Command.newBuilder().setBeginCheckpoint(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getBeginCheckpoint);
  }

  @Override
  public void putCheckpointChunk(
      PutCheckpointChunkRequest request, StreamObserver<PutCheckpointChunkResponse> call) {
    Command command = Command.newBuilder().setPutCheckpointChunk(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getPutCheckpointChunk);
  }

  @Override
  public void finishCheckpoint(
      FinishCheckpointRequest request, StreamObserver<FinishCheckpointResponse> call) {
    Command command = Command.newBuilder().setFinishCheckpoint(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getFinishCheckpoint);
  }

  @Override
  public void deleteCheckpoint(
      DeleteCheckpointRequest request, StreamObserver<DeleteCheckpointResponse> call) {
    Command command = Command.newBuilder().setDeleteCheckpoint(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getDeleteCheckpoint);
  }

  @Override
  public void pinCheckpoint(
      PinCheckpointRequest request, StreamObserver<PinCheckpointResponse> call) {
    Command command = Command.newBuilder().setPinCheckpoint(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getPinCheckpoint);
  }

  @Override
  public void loadCheckpoint(
      LoadCheckpointRequest request, StreamObserver<LoadCheckpointResponse> call) {
    streams.checkpoint(
        (ServerCallStreamObserver<LoadCheckpointResponse>) call,
        request,
        state -> wanted(state, request));
  }

  private static Checkpoint wanted(State state, LoadCheckpointRequest request) {
    long version = request.getVersion();
    return newestFirst(state, request.getFleet(), request.getAgentId()).stream()
        .filter(c -> version == 0 ? c.getDamage().isEmpty() : c.getVersion() == version)
        .findFirst()
        .orElseThrow(
            () ->
                RefusedException.notFound(
                    "checkpoint of " + request.getAgentId(),
                    version == 0 ? "(restorable)" : Long.toUnsignedString(version)));
  }

  @Override
  public void listCheckpoints(
      ListCheckpointsRequest request, StreamObserver<ListCheckpointsResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            ListCheckpointsResponse.newBuilder()
                .setInfo(info)
                .addAllCheckpoints(newestFirst(state, request.getFleet(), request.getAgentId()))
                .build());
  }

  private static List<Checkpoint> newestFirst(State state, String fleet, String agentId) {
    if (state.agent(fleet, agentId).isEmpty()) {
      throw RefusedException.notFound("agent", agentId);
    }
    return state.checkpoints(fleet, agentId).reversed();
  }
}
