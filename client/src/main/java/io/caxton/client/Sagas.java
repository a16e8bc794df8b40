package io.caxton.client;

import io.caxton.v1.CancelSagaRequest;
import io.caxton.v1.CancelSagaResponse;
import io.caxton.v1.GetSagaRequest;
import io.caxton.v1.GetSagaResponse;
import io.caxton.v1.ListSagasRequest;
import io.caxton.v1.ListSagasResponse;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.ResolveCompensationRequest;
import io.caxton.v1.ResolveCompensationRequest.Resolution;
import io.caxton.v1.ResolveCompensationResponse;
import io.caxton.v1.SagaState;
import io.caxton.v1.SagasGrpc;
import io.caxton.v1.SubmitSagaRequest;
import io.caxton.v1.SubmitSagaResponse;
import java.util.concurrent.CompletableFuture;

/** The sagas of one fleet. */
public final class Sagas {
  private final Core core;
  private final String fleet;

  Sagas(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
  }

  /** Begins a saga as the request says; sets call and fleet. */
  public CompletableFuture<SubmitSagaResponse> submit(SubmitSagaRequest request) {
    return core.mutate(
        SagasGrpc.getSubmitSagaMethod(),
        call -> request.toBuilder().setCall(call).setFleet(fleet).build(),
        0);
  }

  /** What is completed of it is undone; gives its state after that was decided. */
  public CompletableFuture<SagaState> cancel(String sagaId) {
    return core.mutate(
            SagasGrpc.getCancelSagaMethod(),
            call ->
                CancelSagaRequest.newBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setSagaId(sagaId)
                    .build(),
            0)
        .thenApply(CancelSagaResponse::getState);
  }

  /** Decides upon the held compensation of a step, counted from 1. */
  public CompletableFuture<ResolveCompensationResponse> resolve(
      String sagaId, int step, Resolution resolution) {
    return resolve(
        ResolveCompensationRequest.newBuilder()
            .setSagaId(sagaId)
            .setStep(step)
            .setResolution(resolution)
            .build());
  }

  /** Decides upon a held compensation by the id of its own task: that of a single task. */
  public CompletableFuture<ResolveCompensationResponse> resolveTask(
      String taskId, Resolution resolution) {
    return resolve(
        ResolveCompensationRequest.newBuilder()
            .setTaskId(taskId)
            .setResolution(resolution)
            .build());
  }

  private CompletableFuture<ResolveCompensationResponse> resolve(
      ResolveCompensationRequest request) {
    return core.mutate(
        SagasGrpc.getResolveCompensationMethod(),
        call -> request.toBuilder().setCall(call).setFleet(fleet).build(),
        0);
  }

  public CompletableFuture<GetSagaResponse> get(String sagaId, ReadOptions read) {
    return core.read(
        SagasGrpc.getGetSagaMethod(),
        GetSagaRequest.newBuilder().setFleet(fleet).setSagaId(sagaId).setRead(read).build(),
        read);
  }

  /** One page; the fleet in the request is set by this call. */
  public CompletableFuture<ListSagasResponse> list(ListSagasRequest request) {
    return core.read(
        SagasGrpc.getListSagasMethod(),
        request.toBuilder().setFleet(fleet).build(),
        request.getRead());
  }
}
