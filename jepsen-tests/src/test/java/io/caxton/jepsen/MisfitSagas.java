package io.caxton.jepsen;

import io.caxton.v1.CancelSagaRequest;
import io.caxton.v1.Compensation;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.ResolveCompensationRequest;
import io.caxton.v1.ResolveCompensationRequest.Resolution;
import io.caxton.v1.SagasGrpc;
import io.caxton.v1.SubmitSagaRequest;
import java.util.List;

/** Calls about sagas that are well formed and do not fit the state. */
final class MisfitSagas {
  private MisfitSagas() {}

  static SubmitSagaRequest.Builder submit(GoodCalls good, String id) {
    return SubmitSagaRequest.newBuilder()
        .setCall(good.call())
        .setSagaId(id)
        .addSteps(
            NewSagaStep.newBuilder()
                .setTask(NewTask.newBuilder())
                .setCompensation(Compensation.getDefaultInstance()));
  }

  static void add(List<BadCall> calls, GoodCalls good) {
    CancelSagaRequest cancel =
        CancelSagaRequest.newBuilder().setCall(good.call()).setSagaId("nobody").build();
    ResolveCompensationRequest resolve =
        ResolveCompensationRequest.newBuilder()
            .setCall(good.call())
            .setSagaId("good")
            .setStep(1)
            .setResolution(Resolution.RESOLUTION_DONE)
            .build();
    MisfitCalls.noSession(calls, SagasGrpc.getSubmitSagaMethod(), submit(good, "new").build());
    MisfitCalls.noSession(calls, SagasGrpc.getCancelSagaMethod(), cancel);
    MisfitCalls.noSession(calls, SagasGrpc.getResolveCompensationMethod(), resolve);
    // Another content.
    calls.add(
        BadCall.of(
            SagasGrpc.getSubmitSagaMethod(),
            submit(good, "good").addSteps(NewSagaStep.newBuilder().setTask(NewTask.newBuilder())),
            ErrorReason.ALREADY_EXISTS,
            ""));
    calls.add(
        BadCall.of(
            SagasGrpc.getCancelSagaMethod(),
            cancel.toBuilder().setCall(good.call()),
            ErrorReason.NOT_FOUND,
            ""));
    // Its only step runs: there is nothing to undo yet.
    resolve(calls, good, resolve.toBuilder(), ErrorReason.NOT_HELD);
    resolve(calls, good, resolve.toBuilder().setStep(2), ErrorReason.NOT_FOUND);
    resolve(calls, good, resolve.toBuilder().setSagaId("nobody"), ErrorReason.NOT_FOUND);
    resolve(
        calls,
        good,
        resolve.toBuilder().clearSagaId().clearStep().setTaskId("nobody"),
        ErrorReason.NOT_FOUND);
    resolve(
        calls,
        good,
        resolve.toBuilder().clearSagaId().clearStep().setTaskId("good/1"),
        ErrorReason.NOT_HELD);
  }

  private static void resolve(
      List<BadCall> calls,
      GoodCalls good,
      ResolveCompensationRequest.Builder request,
      ErrorReason reason) {
    request.setCall(good.call());
    calls.add(BadCall.of(SagasGrpc.getResolveCompensationMethod(), request, reason, ""));
  }
}
