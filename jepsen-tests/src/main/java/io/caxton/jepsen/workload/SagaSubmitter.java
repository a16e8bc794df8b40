package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonException;
import io.caxton.client.Sagas;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Compensation;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaStep;
import io.caxton.v1.SubmitSagaRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Submits sagas under ids of its own, now and then cancels one, and reads all in the end. */
final class SagaSubmitter {
  private static final int STEPS_MAX = 4;
  private static final int CANCEL_PERCENT = 20;

  /** Never held: whoever fails to undo a step is followed by somebody who does not. */
  private static final RetryPolicy UNDO_RETRY =
      RetryPolicy.newBuilder()
          .setAttemptsMax(1_000_000)
          .setBackoffInitialMillis(10)
          .setBackoffMaxMillis(50)
          .build();

  private static final RetryPolicy STEP_RETRY =
      RetryPolicy.newBuilder().setAttemptsMax(2).setBackoffInitialMillis(10).build();

  private final Caller caller;
  private final Sagas sagas;
  private final String prefix;
  private final String queue;
  private final Random random;
  private int last;

  SagaSubmitter(Caller caller, Sagas sagas, String prefix, String queue, Random random) {
    this.caller = caller;
    this.sagas = sagas;
    this.prefix = prefix;
    this.queue = queue;
    this.random = random;
  }

  void step() {
    if (last > 0 && random.nextInt(100) < CANCEL_PERCENT) {
      cancel(prefix + (1 + random.nextInt(last)));
    } else {
      submit(prefix + ++last);
    }
  }

  private void submit(String id) {
    SubmitSagaRequest.Builder request = SubmitSagaRequest.newBuilder().setSagaId(id);
    List<Object> undoable = new ArrayList<>();
    for (int i = random.nextInt(STEPS_MAX); i >= 0; i--) {
      NewSagaStep.Builder step =
          NewSagaStep.newBuilder()
              .setTask(NewTask.newBuilder().setQueue(queue).setRetry(STEP_RETRY));
      boolean undo = random.nextInt(5) > 0;
      if (undo) {
        step.setCompensation(Compensation.newBuilder().setRetry(UNDO_RETRY));
      }
      undoable.add(undo);
      request.addSteps(step);
    }
    caller.change(
        "submit",
        id,
        Operation.map("undoable", undoable),
        () -> CaxtonException.join(sagas.submit(request.build())).getCreated(),
        created -> Operation.map("result", created ? "ok" : "dup"));
  }

  private void cancel(String id) {
    caller.change(
        "cancel",
        id,
        null,
        () -> {
          try {
            return CaxtonException.join(sagas.cancel(id)).name();
          } catch (CaxtonException failure) {
            if (failure.definite()
                && (failure.reason() == ErrorReason.SAGA_FINISHED
                    || failure.reason() == ErrorReason.NOT_FOUND)) {
              return failure.reason().name();
            }
            throw failure;
          }
        },
        result -> Operation.map("result", result));
  }

  /** Every one it tried to submit, as it is in the end. */
  void readAll() {
    for (int i = 1; i <= last; i++) {
      String id = prefix + i;
      caller.look(
          "read",
          id,
          null,
          () ->
              Calls.untilAnswered(
                  () ->
                      java.util.concurrent.CompletableFuture.completedFuture(
                          Calls.joinIfThere(sagas.get(id, ReadOptions.getDefaultInstance())))),
          found -> found.map(answer -> shown(answer.getSaga())).orElse(null));
    }
  }

  private static Object shown(Saga saga) {
    List<Object> steps = new ArrayList<>();
    for (SagaStep step : saga.getStepsList()) {
      steps.add(
          Operation.map(
              "state",
              step.getState().name().substring("SAGA_STEP_STATE_".length()),
              "token",
              step.getFence(),
              "undo_token",
              step.getCompensationFence()));
    }
    return Operation.map(
        "state", saga.getState().name().substring("SAGA_STATE_".length()), "steps", steps);
  }
}
