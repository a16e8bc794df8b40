package io.caxton.state.saga;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.state.core.SagaStore;
import io.caxton.state.task.CancelTasks;
import io.caxton.v1.CancelSagaRequest;
import io.caxton.v1.CancelSagaResponse;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;

/** Cancels the step that runs; that it is undone then follows from the end of the step's task. */
public final class CancelSaga {
  private final Core core;
  private final CancelTasks cancels;

  public CancelSaga(Core core) {
    this.core = core;
    this.cancels = new CancelTasks(core);
  }

  public Reply apply(CancelSagaRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Saga saga = SagaStore.find(fleet, request.getSagaId());
    if (saga == null) {
      return Refusals.reply(
          Refusals.notFound("saga", Fleets.nameOf(request.getFleet()), request.getSagaId()));
    }
    if (SagaStore.isFinished(saga)) {
      return Refusals.reply(finished(saga));
    }
    if (saga.getState() == SagaState.SAGA_STATE_RUNNING) {
      String taskId = saga.getSteps(SagaStore.current(saga)).getTaskId();
      cancels.end(fleet, fleet.tasks().get(taskId));
    }
    SagaState after = SagaStore.find(fleet, saga.getId()).getState();
    return Reply.newBuilder()
        .setCancelSaga(CancelSagaResponse.newBuilder().setApplied(core.applied()).setState(after))
        .build();
  }

  private static Refusal finished(Saga saga) {
    return Refusals.of(
        ErrorReason.SAGA_FINISHED,
        "saga \"" + saga.getId() + "\" has ended: " + saga.getState(),
        "state",
        saga.getState().name());
  }
}
