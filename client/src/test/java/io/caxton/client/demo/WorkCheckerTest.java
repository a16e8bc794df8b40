package io.caxton.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.client.demo.WorkFindings.Kind;
import io.caxton.v1.Change;
import io.caxton.v1.Compensation;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;
import io.caxton.v1.SagaStep;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WorkCheckerTest {
  private final WorkFindings findings = new WorkFindings();
  private final WorkChecker checker = new WorkChecker(findings);
  private long position;

  private void see(Task.Builder task) {
    position++;
    checker.see(
        Change.newBuilder()
            .setPosition(position)
            .setKind(Change.Kind.KIND_PUT)
            .setTask(task)
            .build());
  }

  private void remove(Task.Builder task) {
    checker.see(Change.newBuilder().setKind(Change.Kind.KIND_REMOVED).setTask(task).build());
  }

  private static Task.Builder task(String id, TaskState state, long fence) {
    return Task.newBuilder().setId(id).setState(state).setFence(fence).setAgentId("a");
  }

  private static Task.Builder pending(String id, long fence) {
    return task(id, TaskState.TASK_STATE_PENDING, fence);
  }

  private static Task.Builder running(String id, long fence) {
    return task(id, TaskState.TASK_STATE_RUNNING, fence);
  }

  private static Task.Builder completed(String id, long fence) {
    return task(id, TaskState.TASK_STATE_COMPLETED, fence);
  }

  private static Task.Builder keyed(Task.Builder task, int submitted) {
    return task.setOrderingKey("k").setSubmittedPosition(submitted);
  }

  private void step(int step) {
    see(pending("s/" + step, 0).setSagaId("s").setSagaStep(step));
    see(running("s/" + step, 10 * step).setSagaId("s").setSagaStep(step));
    see(completed("s/" + step, 10 * step).setSagaId("s").setSagaStep(step));
  }

  private void undoing(int step, TaskState state, long fence, long lease) {
    see(
        task("s/" + step + "/undo", state, fence)
            .setSagaId("s")
            .setSagaStep(step)
            .setCompensatesTaskId("s/" + step)
            .setLeaseUntilTick(lease));
  }

  private void undo(int step) {
    undoing(step, TaskState.TASK_STATE_COMPENSATING, 0, 0);
    undoing(step, TaskState.TASK_STATE_COMPENSATING, 90, 1);
    undoing(step, TaskState.TASK_STATE_COMPLETED, 90, 0);
  }

  /** Three steps, the second without a compensation. */
  private void saga(SagaState state) {
    SagaStep with =
        SagaStep.newBuilder().setCompensation(Compensation.getDefaultInstance()).build();
    Saga saga =
        Saga.newBuilder()
            .setId("s")
            .setState(state)
            .addSteps(with)
            .addSteps(SagaStep.getDefaultInstance())
            .addSteps(with)
            .build();
    checker.see(Change.newBuilder().setKind(Change.Kind.KIND_PUT).setSaga(saga).build());
    checker.judgeSagas();
  }

  private void assertFound(Kind kind) {
    assertThat(findings.count(kind)).as(findings.texts().toString()).isPositive();
  }

  @Test
  void shouldFindNothingInAGoodHistory() {
    see(keyed(pending("t", 0), 1));
    see(keyed(pending("u", 0), 2));
    see(keyed(running("t", 5), 1));
    see(keyed(running("t", 5), 1));
    see(keyed(pending("t", 5), 1));
    see(keyed(running("t", 7), 1));
    see(keyed(completed("t", 7), 1));
    see(keyed(running("u", 8), 2));
    see(keyed(completed("u", 8), 2));
    remove(keyed(completed("t", 7), 1));

    assertThat(findings.texts()).isEmpty();
    assertThat(checker.grants()).isEqualTo(3);
    assertThat(checker.ended(TaskState.TASK_STATE_COMPLETED)).isEqualTo(2);
    assertThat(checker.task("t").orElseThrow().granted(5)).contains("a");
    assertThat(checker.task("t").orElseThrow().granted(6)).isEmpty();
  }

  @Test
  void shouldFindAFenceThatFalls() {
    see(running("t", 5));
    see(pending("t", 5));
    see(running("t", 4));

    assertFound(Kind.FENCE_NOT_RISING);
  }

  @Test
  void shouldFindASecondGrantUnderTheSameFence() {
    see(running("t", 5));
    see(pending("t", 5));
    see(running("t", 5));

    assertFound(Kind.FENCE_NOT_RISING);
  }

  @Test
  void shouldFindASecondCompletion() {
    see(running("t", 5));
    see(completed("t", 5));
    see(completed("t", 5));

    assertFound(Kind.ENDED_TWICE);
  }

  @Test
  void shouldFindATaskThatRunsAfterItsEnd() {
    see(task("t", TaskState.TASK_STATE_DEAD, 5));
    see(running("t", 6));

    assertFound(Kind.ENDED_TWICE);
  }

  @Test
  void shouldFindATaskThatIsForgottenBeforeItsEnd() {
    see(pending("t", 0));
    remove(pending("t", 0));

    assertFound(Kind.LOST);
  }

  @Test
  void shouldFindTwoAtOnceUnderAKey() {
    see(keyed(running("t", 5), 1));
    see(keyed(pending("t", 5), 1));
    see(keyed(running("u", 6), 2));

    assertFound(Kind.KEY_NOT_IN_ORDER);
  }

  @Test
  void shouldFindAnotherOrderThanThatOfSubmission() {
    see(keyed(running("u", 5), 2));
    see(keyed(completed("u", 5), 2));
    see(keyed(running("t", 6), 1));

    assertFound(Kind.KEY_NOT_IN_ORDER);
  }

  @Test
  void shouldFindNothingInSagasThatAreDoneOrUndoneAsTheyMustBe() {
    step(1);
    step(2);
    step(3);
    saga(SagaState.SAGA_STATE_COMPLETED);
    assertThat(findings.texts()).isEmpty();

    undo(3);
    undo(1);
    saga(SagaState.SAGA_STATE_CANCELLED);
    assertThat(findings.texts()).isEmpty();
    assertThat(checker.compensations()).isEqualTo(2);
  }

  @Test
  void shouldFindStepsUndoneInTheWrongOrder() {
    step(1);
    step(2);
    step(3);
    undo(1);
    undo(3);
    saga(SagaState.SAGA_STATE_FAILED);

    assertFound(Kind.COMPENSATION_NOT_IN_ORDER);
  }

  @Test
  void shouldFindACompensationBegunBeforeTheOneBeforeItIsDone() {
    step(1);
    step(2);
    step(3);
    undoing(3, TaskState.TASK_STATE_COMPENSATING, 90, 1);
    undoing(1, TaskState.TASK_STATE_COMPENSATING, 0, 0);

    assertFound(Kind.COMPENSATION_NOT_IN_ORDER);
  }

  @Test
  void shouldFindAStepThatIsNotUndone() {
    step(1);
    saga(SagaState.SAGA_STATE_FAILED);

    assertFound(Kind.COMPENSATION_NOT_IN_ORDER);
  }

  @Test
  void shouldFindAStepUndoneThatWasNotDone() {
    see(pending("s/1", 0).setSagaId("s").setSagaStep(1));
    undo(1);

    assertFound(Kind.COMPENSATION_NOT_IN_ORDER);
  }

  @Test
  void shouldReadStuckTasksOffThePage() {
    String page =
        """
        # TYPE caxton_stuck_tasks gauge
        caxton_stuck_tasks{cause="held"} 1.0
        caxton_stuck_tasks{cause="no_lease"} 2.0
        caxton_ticks 7
        """;
    assertThat(StuckTasks.stuck(page)).isEqualTo(OptionalLong.of(3));
    assertThat(StuckTasks.stuck("caxton_ticks 7")).isEmpty();
  }
}
