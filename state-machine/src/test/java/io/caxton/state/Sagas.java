package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.v1.Agent;
import io.caxton.v1.CancelSagaRequest;
import io.caxton.v1.Command;
import io.caxton.v1.Compensation;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.Grant;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Reply;
import io.caxton.v1.ResolveCompensationRequest;
import io.caxton.v1.ResolveCompensationRequest.Resolution;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaStep;
import io.caxton.v1.SagaStepState;
import io.caxton.v1.SubmitSagaRequest;
import java.util.List;

/** Sagas on a state machine under test. */
final class Sagas {
  static final RetryPolicy ONCE = RetryPolicy.newBuilder().setAttemptsMax(1).build();

  final Replica replica;
  Agent agent;

  Sagas() {
    this(Limits.BUILT_IN);
  }

  Sagas(Limits limits) {
    replica = new Replica(limits);
    register("worker");
  }

  void register(String id) {
    // Without a session: those end when tests let much time pass.
    agent =
        replica
            .reply(
                Command.newBuilder()
                    .setRegisterAgent(RegisterAgentRequest.newBuilder().setAgentId(id)))
            .getRegisterAgent()
            .getAgent();
  }

  /** A step of one attempt, whose compensation is held after {@code undoAttempts}. */
  static NewSagaStep step(int undoAttempts) {
    return NewSagaStep.newBuilder()
        .setTask(NewTask.newBuilder().setRetry(ONCE).setPayload(ByteString.copyFromUtf8("do")))
        .setCompensation(undo(undoAttempts))
        .build();
  }

  static Compensation undo(int attempts) {
    return Compensation.newBuilder()
        .setPayload(ByteString.copyFromUtf8("undo"))
        .setRetry(RetryPolicy.newBuilder().setAttemptsMax(attempts))
        .build();
  }

  static SubmitSagaRequest.Builder request(String id, NewSagaStep... steps) {
    return SubmitSagaRequest.newBuilder().setSagaId(id).addAllSteps(List.of(steps));
  }

  Reply submit(SubmitSagaRequest.Builder request) {
    return replica.reply(Command.newBuilder().setSubmitSaga(request));
  }

  void submit(String id, NewSagaStep... steps) {
    assertThat(submit(request(id, steps)).getSubmitSaga().getCreated()).isTrue();
  }

  Saga saga(String id) {
    return replica.machine.freeze().saga("", id).orElseThrow();
  }

  List<SagaStepState> states(String id) {
    return saga(id).getStepsList().stream().map(SagaStep::getState).toList();
  }

  Grant grant() {
    return replica.grant(agent);
  }

  /** The next grant must be of this task. */
  Grant grantOf(String taskId) {
    Grant grant = grant();
    assertThat(grant.getTaskId()).isEqualTo(taskId);
    return grant;
  }

  void complete(String taskId) {
    assertThat(replica.completeOne(agent, grantOf(taskId)).hasRefusal()).isFalse();
  }

  void fail(Grant grant, boolean isFinal) {
    replica.apply(
        Command.newBuilder()
            .setFailTasks(
                FailTasksRequest.newBuilder()
                    .setAgentId(agent.getId())
                    .setEpoch(agent.getEpoch())
                    .addFailures(
                        Failure.newBuilder()
                            .setTaskId(grant.getTaskId())
                            .setFence(grant.getFence())
                            .setMessage("no")
                            .setFinal(isFinal))));
  }

  void fail(String taskId) {
    fail(grantOf(taskId), false);
  }

  Reply cancel(String id) {
    return replica.reply(
        Command.newBuilder().setCancelSaga(CancelSagaRequest.newBuilder().setSagaId(id)));
  }

  Reply resolve(String id, int step, Resolution resolution) {
    return replica.reply(
        Command.newBuilder()
            .setResolveCompensation(
                ResolveCompensationRequest.newBuilder()
                    .setSagaId(id)
                    .setStep(step)
                    .setResolution(resolution)));
  }

  Reply resolveTask(String id, Resolution resolution) {
    return replica.reply(
        Command.newBuilder()
            .setResolveCompensation(
                ResolveCompensationRequest.newBuilder().setTaskId(id).setResolution(resolution)));
  }
}
