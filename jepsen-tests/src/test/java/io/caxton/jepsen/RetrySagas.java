package io.caxton.jepsen;

import io.caxton.jepsen.client.RawSession;
import io.caxton.v1.CancelSagaRequest;
import io.caxton.v1.Compensation;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.ResolveCompensationRequest;
import io.caxton.v1.ResolveCompensationRequest.Resolution;
import io.caxton.v1.SagasGrpc;
import io.caxton.v1.SubmitSagaRequest;

/** Calls about sagas, accepted and refused ones, of {@link RetryCalls}. */
final class RetrySagas {
  private RetrySagas() {}

  static void send(RetryCalls calls, RawSession session, String prefix) {
    String id = prefix + "saga";
    for (int steps = 1; steps <= 2; steps++) {
      // The second one is refused: the same id with another content.
      SubmitSagaRequest.Builder submit =
          SubmitSagaRequest.newBuilder().setCall(session.next()).setSagaId(id);
      for (int i = 0; i < steps; i++) {
        submit.addSteps(
            NewSagaStep.newBuilder()
                .setTask(NewTask.newBuilder().setQueue("steps"))
                .setCompensation(Compensation.getDefaultInstance()));
      }
      calls.send(SagasGrpc.getSubmitSagaMethod(), submit.build());
    }
    calls.send(
        SagasGrpc.getSubmitSagaMethod(),
        SubmitSagaRequest.newBuilder()
            .setCall(session.next())
            .addSteps(NewSagaStep.newBuilder().setTask(NewTask.newBuilder().setQueue("steps")))
            .build());
    calls.send(
        SagasGrpc.getResolveCompensationMethod(),
        ResolveCompensationRequest.newBuilder()
            .setCall(session.next())
            .setSagaId(id)
            .setStep(1)
            .setResolution(Resolution.RESOLUTION_DONE)
            .build());
    for (int i = 0; i < 2; i++) {
      // The second one is refused: the saga has ended.
      calls.send(
          SagasGrpc.getCancelSagaMethod(),
          CancelSagaRequest.newBuilder().setCall(session.next()).setSagaId(id).build());
    }
  }
}
