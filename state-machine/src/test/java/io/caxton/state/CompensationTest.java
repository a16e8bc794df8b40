package io.caxton.state;

import static io.caxton.state.Sagas.step;
import static io.caxton.state.Sagas.undo;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.NewTask;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.ResolveCompensationRequest.Resolution;
import io.caxton.v1.SagaState;
import io.caxton.v1.SagaStepState;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import org.junit.jupiter.api.Test;

/** What a compensation is exempt from, and what a task without a saga is undone by. */
class CompensationTest {
  private static final String UNDO = "s/1/undo";

  private final Sagas sagas = new Sagas();

  /** A saga of which the first step is undone now. */
  private void undoing(NewSagaStep first) {
    sagas.submit("s", first, step(1));
    sagas.complete("s/1");
    sagas.fail("s/2");
  }

  private Task undoTask() {
    return sagas.replica.task(UNDO);
  }

  @Test
  void shouldNotDieOfItsAttemptsNorOfThoseOfItsQueue() {
    sagas.replica.apply(
        Command.newBuilder()
            .setPutQueue(
                PutQueueRequest.newBuilder().setQueue(Queue.newBuilder().setRetry(Sagas.ONCE))));
    undoing(step(1).toBuilder().setCompensation(undo(0)).build());

    for (int i = 1; i < 20; i++) {
      sagas.fail(UNDO);
      assertThat(undoTask().getState()).isEqualTo(TaskState.TASK_STATE_COMPENSATING);
      assertThat(undoTask().getHeldTick()).isZero();
      sagas.replica.pass(70_000);
      sagas.register("worker");
    }
    sagas.fail(UNDO);

    // The built-in bound: held, and nothing else.
    assertThat(undoTask().getState()).isEqualTo(TaskState.TASK_STATE_COMPENSATING);
    assertThat(undoTask().getHeldTick()).isPositive();
    assertThat(undoTask().getFailuresCount()).isEqualTo(10);
  }

  @Test
  void shouldNotEndByTheDeadlineOfWhatItUndoes() {
    NewSagaStep first =
        step(3).toBuilder()
            .setTask(
                step(3).getTask().toBuilder()
                    .setDeadlineWallMillis(sagas.replica.wallMillis + 1_000))
            .build();
    undoing(first);
    Grant grant = sagas.grantOf(UNDO);
    sagas.replica.pass(5_000);
    sagas.fail(grant, false);
    sagas.replica.pass(5_000);

    sagas.register("worker");
    sagas.complete(UNDO);
    assertThat(sagas.saga("s").getState()).isEqualTo(SagaState.SAGA_STATE_FAILED);
  }

  @Test
  void shouldNotBeCancelledByAnybody() {
    undoing(step(2));

    var refused =
        sagas
            .replica
            .reply(
                Command.newBuilder()
                    .setCancelTasks(CancelTasksRequest.newBuilder().addTaskIds(UNDO)))
            .getCancelTasks()
            .getResults(0)
            .getRefusal();
    assertThat(refused.getReason()).isEqualTo(ErrorReason.COMPENSATION_REQUIRED);
    sagas.cancel("s");
    Grant grant = sagas.grantOf(UNDO);
    sagas.replica.apply(
        Command.newBuilder().setCancelTasks(CancelTasksRequest.newBuilder().addTaskIds(UNDO)));
    assertThat(sagas.replica.completeOne(sagas.agent, grant).getState())
        .isEqualTo(TaskState.TASK_STATE_COMPLETED);
  }

  @Test
  void shouldGoToAnotherAgentWhenItsOwnLeavesIsReplacedOrIsLost() {
    undoing(step(3));
    sagas.grantOf(UNDO);
    sagas.replica.apply(
        Command.newBuilder()
            .setDeregisterAgent(
                DeregisterAgentRequest.newBuilder()
                    .setAgentId("worker")
                    .setEpoch(sagas.agent.getEpoch())));
    assertThat(undoTask().getState()).isEqualTo(TaskState.TASK_STATE_COMPENSATING);
    assertThat(undoTask().getAttemptsCharged()).isZero();

    sagas.register("second");
    sagas.grantOf(UNDO);
    sagas.register("second");
    assertThat(undoTask().getAttemptsCharged()).isEqualTo(1);
    sagas.replica.pass(1_000);
    sagas.grantOf(UNDO);
    sagas.replica.pass(60_000);
    assertThat(undoTask().getAttemptsCharged()).isEqualTo(2);
    sagas.replica.pass(1_000);
    sagas.register("third");
    sagas.complete(UNDO);
  }

  @Test
  void shouldBeHeldWhenNobodyTakesItInTime() {
    undoing(
        step(1).toBuilder()
            .setCompensation(undo(5).toBuilder().setHoldAfterMillis(10_000))
            .build());
    sagas.replica.pass(9_999);
    assertThat(undoTask().getHeldTick()).isZero();
    sagas.replica.pass(1);
    assertThat(undoTask().getHeldTick()).isEqualTo(sagas.replica.tick);
    assertThat(sagas.states("s").getFirst()).isEqualTo(SagaStepState.SAGA_STEP_STATE_HELD);

    // A fresh time, and not while an agent has it.
    sagas.resolve("s", 1, Resolution.RESOLUTION_RETRY);
    sagas.replica.apply(
        Command.newBuilder()
            .setRegisterAgent(
                RegisterAgentRequest.newBuilder().setAgentId("worker").setLeaseMillis(600_000)));
    sagas.agent = sagas.replica.agent("worker");
    Grant grant = sagas.grantOf(UNDO);
    sagas.replica.pass(20_000);
    assertThat(undoTask().getHeldTick()).isZero();
    sagas.fail(grant, false);
    assertThat(undoTask().getHeldTick()).isPositive();
  }

  @Test
  void shouldUndoASingleTaskThatDidNotCompleteButWasBegun() {
    sagas.replica.submit(task("dead"), task("cancelled"), task("done"), task("never"));
    for (int i = 0; i < 3; i++) {
      Grant grant = sagas.grant();
      switch (grant.getTaskId()) {
        case "dead" -> sagas.fail(grant, true);
        case "cancelled" -> cancel("cancelled");
        default -> sagas.replica.completeOne(sagas.agent, grant);
      }
    }
    cancel("never");

    assertThat(sagas.replica.task("dead").getCompensationTaskId()).isEqualTo("dead/undo");
    assertThat(sagas.replica.task("cancelled").getCompensationTaskId()).isEqualTo("cancelled/undo");
    assertThat(sagas.replica.task("done").getCompensationTaskId()).isEmpty();
    assertThat(sagas.replica.task("never").getCompensationTaskId()).isEmpty();
    for (String id : new String[] {"dead", "cancelled", "done", "never"}) {
      assertThat(sagas.replica.task(id).hasCompensation()).isFalse();
    }
    assertThat(sagas.replica.task("dead").getState()).isEqualTo(TaskState.TASK_STATE_DEAD);
    sagas.complete("dead/undo");
    sagas.fail(sagas.grantOf("cancelled/undo"), true);
    assertThat(
            sagas
                .resolveTask("cancelled/undo", Resolution.RESOLUTION_DONE)
                .getResolveCompensation()
                .getState())
        .isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(sagas.resolveTask("done", Resolution.RESOLUTION_DONE).getRefusal().getReason())
        .isEqualTo(ErrorReason.NOT_HELD);
    assertThat(sagas.resolveTask("none", Resolution.RESOLUTION_DONE).getRefusal().getReason())
        .isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(sagas.replica.grants(sagas.agent, 10)).isEmpty();
  }

  private static NewTask.Builder task(String id) {
    return NewTask.newBuilder().setId(id).setCompensation(undo(5));
  }

  private void cancel(String id) {
    sagas.replica.apply(
        Command.newBuilder().setCancelTasks(CancelTasksRequest.newBuilder().addTaskIds(id)));
  }

  @Test
  void shouldNotBePurgedAndCancelWhatWouldBe() {
    undoing(step(2));
    assertThat(purge().getRefusal().getReason()).isEqualTo(ErrorReason.COMPENSATION_REQUIRED);
    sagas.complete(UNDO);

    sagas.submit("p", step(1), step(1));
    sagas.complete("p/1");
    assertThat(purge().getPurgeQueue().getPurged()).isEqualTo(1);
    assertThat(sagas.states("p"))
        .containsExactly(
            SagaStepState.SAGA_STEP_STATE_COMPENSATING, SagaStepState.SAGA_STEP_STATE_CANCELLED);
  }

  private io.caxton.v1.Reply purge() {
    return sagas.replica.reply(
        Command.newBuilder()
            .setPurgeQueue(io.caxton.v1.PurgeQueueRequest.newBuilder().setQueue("default")));
  }

  @Test
  void shouldLeaveNoDeadLetterOfWhatIsUndone() {
    undoing(step(2));
    var result =
        sagas
            .replica
            .reply(
                Command.newBuilder()
                    .setRedriveTasks(
                        io.caxton.v1.RedriveTasksRequest.newBuilder()
                            .setSelection(
                                io.caxton.v1.DeadSelection.newBuilder().addTaskIds("s/2"))))
            .getRedriveTasks()
            .getResults(0);
    assertThat(result.getRefusal().getReason()).isEqualTo(ErrorReason.TASK_NOT_DEAD);
  }
}
