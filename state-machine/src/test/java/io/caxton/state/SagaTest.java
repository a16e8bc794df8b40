package io.caxton.state;

import static io.caxton.state.Sagas.request;
import static io.caxton.state.Sagas.step;
import static io.caxton.v1.SagaStepState.SAGA_STEP_STATE_CANCELLED;
import static io.caxton.v1.SagaStepState.SAGA_STEP_STATE_COMPENSATED;
import static io.caxton.v1.SagaStepState.SAGA_STEP_STATE_COMPENSATING;
import static io.caxton.v1.SagaStepState.SAGA_STEP_STATE_COMPLETED;
import static io.caxton.v1.SagaStepState.SAGA_STEP_STATE_FAILED;
import static io.caxton.v1.SagaStepState.SAGA_STEP_STATE_HELD;
import static io.caxton.v1.SagaStepState.SAGA_STEP_STATE_RUNNING;
import static io.caxton.v1.SagaStepState.SAGA_STEP_STATE_WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.feed.FeedRead;
import io.caxton.state.read.SagaReads;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ListSagasRequest;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.ResolveCompensationRequest.Resolution;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;
import io.caxton.v1.TaskState;
import org.junit.jupiter.api.Test;

/** In which order steps run and are undone, and who may decide what. */
class SagaTest {
  private static final NewSagaStep NOTHING_TO_UNDO =
      step(1).toBuilder().clearCompensation().build();

  private final Sagas sagas = new Sagas();

  @Test
  void shouldRunEachStepWhenTheOneBeforeHasCompleted() {
    sagas.submit("s", step(1), step(1));
    assertThat(sagas.states("s")).containsExactly(SAGA_STEP_STATE_RUNNING, SAGA_STEP_STATE_WAITING);

    sagas.complete("s/1");
    assertThat(sagas.states("s"))
        .containsExactly(SAGA_STEP_STATE_COMPLETED, SAGA_STEP_STATE_RUNNING);
    sagas.complete("s/2");

    assertThat(sagas.saga("s").getState()).isEqualTo(SagaState.SAGA_STATE_COMPLETED);
    assertThat(sagas.saga("s").getSteps(0).getFence())
        .isPositive()
        .isLessThan(sagas.saga("s").getSteps(1).getFence());
    assertThat(sagas.replica.grants(sagas.agent, 10)).isEmpty();
  }

  @Test
  void shouldUndoWhatIsCompletedInReverseOneByOne() {
    sagas.submit("s", step(9), NOTHING_TO_UNDO, step(9), step(9), step(9));
    for (int i = 1; i <= 3; i++) {
      sagas.complete("s/" + i);
    }
    sagas.fail("s/4");

    // The failed step itself is not undone, nor the one that has nothing to undo.
    assertThat(sagas.saga("s").getCause()).contains("step 4").contains("no");
    assertThat(sagas.replica.task("s/3/undo").getCompensatesTaskId()).isEqualTo("s/3");
    assertThat(sagas.replica.task("s/3/undo").getState())
        .isEqualTo(TaskState.TASK_STATE_COMPENSATING);
    assertThat(sagas.states("s").get(2)).isEqualTo(SAGA_STEP_STATE_COMPENSATING);
    sagas.complete("s/3/undo");
    sagas.complete("s/1/undo");
    assertThat(sagas.saga("s").getState()).isEqualTo(SagaState.SAGA_STATE_FAILED);
    assertThat(sagas.states("s"))
        .containsExactly(
            SAGA_STEP_STATE_COMPENSATED,
            SAGA_STEP_STATE_COMPLETED,
            SAGA_STEP_STATE_COMPENSATED,
            SAGA_STEP_STATE_FAILED,
            SAGA_STEP_STATE_WAITING);
    assertThat(sagas.replica.grants(sagas.agent, 10)).isEmpty();
  }

  @Test
  void shouldUndoAfterACancelAndRefuseTheLateComplete() {
    sagas.submit("s", step(1), step(1));
    sagas.complete("s/1");
    var late = sagas.grantOf("s/2");

    assertThat(sagas.cancel("s").getCancelSaga().getState())
        .isEqualTo(SagaState.SAGA_STATE_COMPENSATING);
    assertThat(sagas.replica.completeOne(sagas.agent, late).getRefusal().getReason())
        .isEqualTo(ErrorReason.TASK_FINISHED);
    // Again is no error while it is undone.
    assertThat(sagas.cancel("s").getCancelSaga().getState())
        .isEqualTo(SagaState.SAGA_STATE_COMPENSATING);
    sagas.complete("s/1/undo");
    assertThat(sagas.saga("s").getState()).isEqualTo(SagaState.SAGA_STATE_CANCELLED);
    assertThat(sagas.states("s"))
        .containsExactly(SAGA_STEP_STATE_COMPENSATED, SAGA_STEP_STATE_CANCELLED);
    assertThat(sagas.cancel("s").getRefusal().getReason()).isEqualTo(ErrorReason.SAGA_FINISHED);
  }

  @Test
  void shouldTakeTheCancelOfAStepForTheSagas() {
    sagas.submit("s", step(1), step(1));
    sagas.replica.apply(
        Command.newBuilder().setCancelTasks(CancelTasksRequest.newBuilder().addTaskIds("s/1")));

    assertThat(sagas.saga("s").getState()).isEqualTo(SagaState.SAGA_STATE_CANCELLED);
    assertThat(sagas.cancel("unknown").getRefusal().getReason()).isEqualTo(ErrorReason.NOT_FOUND);
  }

  @Test
  void shouldBeOneSagaForTheSameIdAndContent() {
    sagas.submit("s", step(1));
    assertThat(sagas.submit(request("s", step(1))).getSubmitSaga().getCreated()).isFalse();
    assertThat(sagas.submit(request("s", step(2))).getRefusal().getReason())
        .isEqualTo(ErrorReason.ALREADY_EXISTS);
    String made = sagas.submit(request("", step(1))).getSubmitSaga().getSagaId();
    assertThat(sagas.saga(made).getState()).isEqualTo(SagaState.SAGA_STATE_RUNNING);
  }

  @Test
  void shouldNameItsTasksOtherwiseIfTheNameIsTaken() {
    sagas.replica.submit("s/1", "s/1/undo");
    sagas.submit("s", step(1), step(1));
    assertThat(sagas.saga("s").getSteps(0).getTaskId()).isEqualTo("s/1x");
    sagas.replica.grants(sagas.agent, 2);
    sagas.complete("s/1x");
    sagas.fail("s/2");
    assertThat(sagas.saga("s").getSteps(0).getCompensationTaskId()).isEqualTo("s/1/undox");
  }

  @Test
  void shouldDropPayloadsThatAreNoLongerNeeded() {
    sagas.submit("s", step(1), step(1));
    Saga begun = sagas.saga("s");
    assertThat(begun.getSteps(0).getTask().getPayload().isEmpty()).isTrue();
    assertThat(begun.getSteps(0).getCompensation().getPayload().isEmpty()).isFalse();
    assertThat(begun.getSteps(1).getTask().getPayload().isEmpty()).isFalse();

    sagas.complete("s/1");
    sagas.complete("s/2");

    assertThat(sagas.saga("s").getStepsList())
        .allMatch(step -> step.getCompensation().getPayload().isEmpty());
  }

  @Test
  void shouldBeForgottenAnHourAfterItsEndAndNotBefore() {
    sagas.submit("s", step(1));
    sagas.replica.pass(5_000_000);
    sagas.register("worker");
    sagas.complete("s/1");
    sagas.replica.pass(3_599_999);
    assertThat(sagas.replica.machine.freeze().sagas("")).hasSize(1);
    sagas.replica.pass(1);
    assertThat(sagas.replica.machine.freeze().sagas("")).isEmpty();
  }

  @Test
  void shouldTellWatchersWithoutPayloads() {
    long before = sagas.replica.machine.position();
    sagas.submit("s", step(1), step(1));
    sagas.complete("s/1");

    var batch = (FeedRead.Batch) sagas.replica.machine.feed().read(before, 1_000);
    assertThat(batch.changes())
        .filteredOn(change -> change.resource() instanceof Saga)
        .hasSize(2)
        .allSatisfy(
            change -> {
              Saga told = io.caxton.state.feed.Feed.toChange(change).getSaga();
              assertThat(told.getSteps(1).getTask().getPayload().isEmpty()).isTrue();
              assertThat(told.getSteps(1).getCompensation().getPayload().isEmpty()).isTrue();
            });
  }

  @Test
  void shouldListByStateHoldAndPrefix() {
    sagas.submit("a", step(1), step(1));
    sagas.complete("a/1");
    sagas.fail("a/2");
    sagas.fail("a/1/undo");
    sagas.submit("b", step(1));

    assertThat(list(ListSagasRequest.newBuilder())).containsExactly("a", "b");
    assertThat(list(ListSagasRequest.newBuilder().setHeld(true))).containsExactly("a");
    assertThat(list(ListSagasRequest.newBuilder().setIdPrefix("b"))).containsExactly("b");
    assertThat(list(ListSagasRequest.newBuilder().addStates(SagaState.SAGA_STATE_COMPENSATING)))
        .containsExactly("a");
  }

  private java.util.List<String> list(ListSagasRequest.Builder request) {
    return SagaReads.list(sagas.replica.machine.freeze(), request.build()).stream()
        .map(Saga::getId)
        .toList();
  }

  @Test
  void shouldHoldWhatFailsTooOftenUntilItIsResolved() {
    // given
    sagas.submit("s", step(1), step(2), step(1));
    sagas.complete("s/1");
    sagas.complete("s/2");
    sagas.fail("s/3");

    // when
    sagas.fail("s/2/undo");
    assertThat(sagas.resolve("s", 2, Resolution.RESOLUTION_DONE).getRefusal().getReason())
        .isEqualTo(ErrorReason.NOT_HELD);
    assertThat(sagas.resolve("s", 1, Resolution.RESOLUTION_DONE).getRefusal().getReason())
        .isEqualTo(ErrorReason.NOT_HELD);
    sagas.replica.pass(60_000);
    sagas.register("worker");
    sagas.fail("s/2/undo");

    // then
    assertThat(sagas.states("s").get(1)).isEqualTo(SAGA_STEP_STATE_HELD);
    assertThat(sagas.replica.machine.freeze().heldCompensations()).isEqualTo(1);
    sagas.replica.pass(60_000);
    sagas.register("worker");
    assertThat(sagas.replica.grants(sagas.agent, 10)).isEmpty();
    sagas.resolve("s", 2, Resolution.RESOLUTION_RETRY);
    assertThat(sagas.states("s").get(1)).isEqualTo(SAGA_STEP_STATE_COMPENSATING);
    assertThat(sagas.replica.machine.freeze().heldCompensations()).isZero();
    // Fresh attempts.
    sagas.fail("s/2/undo");
    assertThat(sagas.states("s").get(1)).isEqualTo(SAGA_STEP_STATE_COMPENSATING);
    sagas.replica.pass(60_000);
    sagas.register("worker");
    sagas.fail(sagas.grantOf("s/2/undo"), true);
    assertThat(
            sagas.resolve("s", 2, Resolution.RESOLUTION_DONE).getResolveCompensation().getState())
        .isEqualTo(TaskState.TASK_STATE_COMPLETED);
    sagas.complete("s/1/undo");
    assertThat(sagas.saga("s").getState()).isEqualTo(SagaState.SAGA_STATE_FAILED);
    assertThat(sagas.resolve("s", 4, Resolution.RESOLUTION_DONE).getRefusal().getReason())
        .isEqualTo(ErrorReason.NOT_FOUND);
  }

  @Test
  void shouldGoOnWhateverTheBoundOfItsQueues() {
    sagas.submit("s", step(1), step(1));
    sagas.replica.apply(
        Command.newBuilder()
            .setPutQueue(
                io.caxton.v1.PutQueueRequest.newBuilder()
                    .setQueue(io.caxton.v1.Queue.newBuilder().setTasksMax(1))));
    var grant = sagas.grantOf("s/1");
    // In one commit with a task that takes the last place.
    sagas.replica.apply(
        Command.newBuilder()
            .setCommit(
                io.caxton.v1.CommitRequest.newBuilder()
                    .setAgentId("worker")
                    .setEpoch(sagas.agent.getEpoch())
                    .addCompletions(
                        io.caxton.v1.Completion.newBuilder()
                            .setTaskId("s/1")
                            .setFence(grant.getFence()))
                    .addTasks(NewTask.newBuilder().setId("other"))));
    assertThat(sagas.replica.machine.freeze().task("", "s/2")).isPresent();
    assertThat(sagas.replica.machine.freeze().task("", "other")).isPresent();
  }
}
