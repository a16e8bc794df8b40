package io.caxton.jepsen.sim;

import com.google.protobuf.ByteString;
import io.caxton.v1.Call;
import io.caxton.v1.CancelSagaRequest;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.Compensation;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.HeldGrant;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.ResolveCompensationRequest;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.SubmitSagaRequest;
import java.util.List;
import java.util.Random;

/** Sagas, agents that work on them, cancels, and held compensations that somebody resolves. */
final class SagaRequests {
  private static final int STEPS_MAX = 4;

  /** So many that an id hardly ever comes again after its saga was forgotten. */
  private static final int IDS = 10_000;

  private final Random random;
  private final Knowledge known;

  SagaRequests(Random random, Knowledge known) {
    this.random = random;
    this.known = known;
  }

  Command next(Call call) {
    Command.Builder command = Command.newBuilder();
    switch (random.nextInt(20)) {
      case 0 ->
          command.setCancelSaga(CancelSagaRequest.newBuilder().setCall(call).setSagaId(saga()));
      case 1, 2, 3 ->
          command.setResolveCompensation(
              ResolveCompensationRequest.newBuilder()
                  .setCall(call)
                  .setSagaId(saga())
                  .setStep(1 + random.nextInt(STEPS_MAX - 1))
                  .setResolutionValue(1 + random.nextInt(2)));
      case 4, 5, 6, 7 -> command.setClaimTasks(claim(call));
      case 8, 9, 10, 11, 12 -> command.setCompleteTasks(complete(call));
      case 13 -> command.setFailTasks(fail(call));
      default -> command.setSubmitSaga(submit(call));
    }
    return command.build();
  }

  /** From everywhere: what follows of a step is soon found. */
  private ClaimTasksRequest.Builder claim(Call call) {
    return ClaimTasksRequest.newBuilder()
        .setCall(call)
        .setAgentId(known.agentId)
        .setEpoch(known.epoch)
        .addAllQueues(List.of("default", "q0", "q1", "q2"))
        .setMaxTasks(1 + random.nextInt(8));
  }

  private CompleteTasksRequest.Builder complete(Call call) {
    CompleteTasksRequest.Builder request =
        CompleteTasksRequest.newBuilder()
            .setCall(call)
            .setAgentId(known.agentId)
            .setEpoch(known.epoch);
    for (HeldGrant held : held()) {
      request.addCompletions(
          Completion.newBuilder().setTaskId(held.getTaskId()).setFence(held.getFence()));
    }
    return request;
  }

  private FailTasksRequest.Builder fail(Call call) {
    FailTasksRequest.Builder request =
        FailTasksRequest.newBuilder().setCall(call).setAgentId(known.agentId).setEpoch(known.epoch);
    for (HeldGrant held : held()) {
      request.addFailures(
          Failure.newBuilder()
              .setTaskId(held.getTaskId())
              .setFence(held.getFence())
              .setMessage("no")
              .setFinal(random.nextInt(3) == 0));
    }
    return request;
  }

  private List<HeldGrant> held() {
    List<HeldGrant> held = known.allHeld();
    return held.isEmpty()
        ? List.of(HeldGrant.newBuilder().setTaskId("none").setFence(1).build())
        : held;
  }

  private SubmitSagaRequest.Builder submit(Call call) {
    SubmitSagaRequest.Builder request =
        SubmitSagaRequest.newBuilder()
            .setCall(call)
            .setSagaId(random.nextInt(4) == 0 ? "" : "saga" + random.nextInt(IDS));
    for (int i = random.nextInt(STEPS_MAX); i >= 0; i--) {
      NewSagaStep.Builder step =
          NewSagaStep.newBuilder()
              .setTask(
                  NewTask.newBuilder()
                      .setQueue(queue())
                      .setPriority(random.nextInt(10))
                      .setPayload(ByteString.copyFromUtf8("do"))
                      .setRetry(RetryPolicy.newBuilder().setAttemptsMax(1 + random.nextInt(2))));
      if (random.nextInt(5) > 0) {
        step.setCompensation(
            Compensation.newBuilder()
                .setQueue(random.nextBoolean() ? "" : queue())
                .setPriority(random.nextInt(10))
                .setPayload(ByteString.copyFromUtf8("undo"))
                .setHoldAfterMillis(random.nextInt(3) == 0 ? 20_000 : 0)
                .setRetry(RetryPolicy.newBuilder().setAttemptsMax(1 + random.nextInt(3))));
      }
      request.addSteps(step);
    }
    return request;
  }

  private String saga() {
    int there = known.sagas.size();
    return there == 0 || random.nextInt(10) == 0
        ? "saga" + random.nextInt(IDS)
        : known.sagas.get(there - 1 - random.nextInt(Math.min(5, there)));
  }

  private String queue() {
    return random.nextInt(4) == 0 ? "" : "q" + random.nextInt(3);
  }
}
