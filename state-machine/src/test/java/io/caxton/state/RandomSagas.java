package io.caxton.state;

import com.google.protobuf.ByteString;
import io.caxton.v1.CancelSagaRequest;
import io.caxton.v1.Command;
import io.caxton.v1.Compensation;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.ResolveCompensationRequest;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.SubmitSagaRequest;
import io.caxton.v1.Task;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;

/** The commands of sagas in a {@link RandomHistory}. */
final class RandomSagas {
  private final Random random;
  private final RandomHistory history;

  RandomSagas(Random random, RandomHistory history) {
    this.random = random;
    this.history = history;
  }

  void fill(Command.Builder command) {
    switch (random.nextInt(6)) {
      case 0, 1, 2 -> submit(command);
      case 3 ->
          command.setCancelSaga(
              CancelSagaRequest.newBuilder()
                  .setCall(history.call())
                  .setFleet(history.fleet())
                  .setSagaId(sagaId()));
      default -> resolve(command);
    }
  }

  private void submit(Command.Builder command) {
    SubmitSagaRequest.Builder request =
        SubmitSagaRequest.newBuilder()
            .setCall(history.call())
            .setFleet(history.fleet())
            .setSagaId(random.nextInt(4) == 0 ? "" : sagaId());
    for (int i = random.nextInt(4); i >= 0; i--) {
      NewSagaStep.Builder step =
          NewSagaStep.newBuilder()
              .setTask(
                  NewTask.newBuilder()
                      .setQueue(queue())
                      .setPayload(ByteString.copyFromUtf8("p"))
                      .setRetry(RetryPolicy.newBuilder().setAttemptsMax(1 + random.nextInt(2))));
      if (random.nextInt(4) > 0) {
        step.setCompensation(compensation());
      }
      request.addSteps(step);
    }
    command.setSubmitSaga(request);
  }

  Compensation.Builder compensation() {
    return Compensation.newBuilder()
        .setQueue(random.nextBoolean() ? "" : queue())
        .setPriority(random.nextInt(10))
        .setPayload(ByteString.copyFromUtf8("u"))
        .setHoldAfterMillis(random.nextBoolean() ? 0 : 1 + random.nextInt(5_000))
        .setRetry(RetryPolicy.newBuilder().setAttemptsMax(random.nextInt(4)));
  }

  /** Mostly one that is held. */
  private void resolve(Command.Builder command) {
    ResolveCompensationRequest.Builder request =
        ResolveCompensationRequest.newBuilder()
            .setCall(history.call())
            .setResolutionValue(1 + random.nextInt(2));
    Optional<Task> held =
        history.state().tasks("").values().stream()
            .filter(task -> task.getHeldTick() != 0)
            .min(Comparator.comparing(Task::getId));
    if (held.isEmpty() || random.nextInt(4) == 0) {
      request.setSagaId(sagaId()).setStep(1 + random.nextInt(4));
    } else if (held.get().getSagaId().isEmpty() || random.nextBoolean()) {
      request.setTaskId(held.get().getId());
    } else {
      request.setSagaId(held.get().getSagaId()).setStep(held.get().getSagaStep());
    }
    command.setResolveCompensation(request);
  }

  private String queue() {
    return "q" + random.nextInt(3);
  }

  private String sagaId() {
    return "saga" + random.nextInt(20);
  }
}
