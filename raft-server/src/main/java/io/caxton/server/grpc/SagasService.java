package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.read.SagaReads;
import io.caxton.v1.CancelSagaRequest;
import io.caxton.v1.CancelSagaResponse;
import io.caxton.v1.Command;
import io.caxton.v1.GetSagaRequest;
import io.caxton.v1.GetSagaResponse;
import io.caxton.v1.ListSagasRequest;
import io.caxton.v1.ListSagasResponse;
import io.caxton.v1.Reply;
import io.caxton.v1.ResolveCompensationRequest;
import io.caxton.v1.ResolveCompensationResponse;
import io.caxton.v1.SagasGrpc;
import io.caxton.v1.SubmitSagaRequest;
import io.caxton.v1.SubmitSagaResponse;
import io.grpc.stub.StreamObserver;

/** Sagas over gRPC. */
final class SagasService extends SagasGrpc.SagasImplBase {
  private final Writes writes;
  private final Reads reads;

  SagasService(Writes writes, Reads reads) {
    this.writes = writes;
    this.reads = reads;
  }

  @Override
  public void submitSaga(SubmitSagaRequest request, StreamObserver<SubmitSagaResponse> call) {
    Command command = Command.newBuilder().setSubmitSaga(request).build();
    writes.answer(call, command, Priority.NEW_WORK, Reply::getSubmitSaga);
  }

  @Override
  public void cancelSaga(CancelSagaRequest request, StreamObserver<CancelSagaResponse> call) {
    Command command = Command.newBuilder().setCancelSaga(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getCancelSaga);
  }

  @Override
  public void resolveCompensation(
      ResolveCompensationRequest request, StreamObserver<ResolveCompensationResponse> call) {
    Command command = Command.newBuilder().setResolveCompensation(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getResolveCompensation);
  }

  @Override
  public void getSaga(GetSagaRequest request, StreamObserver<GetSagaResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            GetSagaResponse.newBuilder()
                .setInfo(info)
                .setSaga(
                    state
                        .saga(request.getFleet(), request.getSagaId())
                        .orElseThrow(() -> RefusedException.notFound("saga", request.getSagaId())))
                .build());
  }

  @Override
  public void listSagas(ListSagasRequest request, StreamObserver<ListSagasResponse> call) {
    reads.answerPage(
        call,
        request,
        request.toBuilder().clearPage().clearRead().build(),
        request.getPage(),
        request.getRead(),
        state -> SagaReads.list(state, request),
        slice ->
            ListSagasResponse.newBuilder()
                .setInfo(slice.info())
                .addAllSagas(slice.items())
                .setNextPageToken(slice.nextToken())
                .build());
  }
}
