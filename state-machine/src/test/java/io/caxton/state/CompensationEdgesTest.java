package io.caxton.state;

import static io.caxton.state.Sagas.step;
import static io.caxton.state.Sagas.undo;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.state.read.StuckTasks;
import io.caxton.state.read.StuckTasks.Cause;
import io.caxton.state.read.TaskExplanation;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.DeadSelection;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ExplainTaskResponse;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.RedriveTasksRequest;
import io.caxton.v1.Reply;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.Task;
import io.caxton.v1.TaskRemark;
import io.caxton.v1.TaskRemark.Kind;
import io.caxton.v1.TaskState;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Where compensations meet other things: redrives, commits, bounds, explanations. */
class CompensationEdgesTest {
  private Sagas sagas = new Sagas();

  private void undoing(int undoAttempts) {
    sagas.submit("s", step(undoAttempts), step(1));
    sagas.complete("s/1");
    sagas.fail("s/2");
  }

  @Test
  void shouldStillBeUndoneAfterARedriveOfOneThatWasNeverBegun() {
    sagas.replica.submit(
        NewTask.newBuilder()
            .setId("late")
            .setDeadlineWallMillis(sagas.replica.wallMillis + 1_000)
            .setCompensation(undo(1)));
    sagas.replica.pass(2_000);
    assertThat(sagas.replica.task("late").getState()).isEqualTo(TaskState.TASK_STATE_DEAD);

    String anew =
        sagas
            .replica
            .reply(
                Command.newBuilder()
                    .setRedriveTasks(
                        RedriveTasksRequest.newBuilder()
                            .setSelection(DeadSelection.newBuilder().addTaskIds("late"))))
            .getRedriveTasks()
            .getResults(0)
            .getNewTaskId();

    assertThat(sagas.replica.task("late").hasCompensation()).isFalse();
    sagas.fail(sagas.grantOf(anew), true);
    assertThat(sagas.replica.task(anew).getCompensationTaskId()).isEqualTo(anew + "/undo");
    sagas.complete(anew + "/undo");
  }

  @Test
  void shouldNotTakeAnIdThatTheSameCommitGives() {
    sagas.submit("s", step(1), step(1));
    Grant grant = sagas.grantOf("s/1");

    Reply reply =
        sagas.replica.reply(
            Command.newBuilder()
                .setCommit(
                    CommitRequest.newBuilder()
                        .setAgentId("worker")
                        .setEpoch(sagas.agent.getEpoch())
                        .addCompletions(
                            Completion.newBuilder().setTaskId("s/1").setFence(grant.getFence()))
                        .addTasks(NewTask.newBuilder().setId("s/2"))));

    assertThat(reply.getCommit().getSubmitted(0).getCreated()).isTrue();
    assertThat(sagas.replica.task("s/2").getSagaId()).isEmpty();
    assertThat(sagas.saga("s").getSteps(1).getTaskId()).isEqualTo("s/2x");
    // Only for that command.
    sagas.submit("t", step(1), step(1));
    sagas.replica.grants(sagas.agent, 2);
    sagas.complete("t/1");
    assertThat(sagas.saga("t").getSteps(1).getTaskId()).isEqualTo("t/2");
  }

  @Test
  void shouldBeginTheQueueOfACompensationWithItsTask() {
    Sagas small =
        new Sagas(new Limits(9, 9, 9, 2, 9, 99, 16, 1 << 20, 2, ConversationLimits.BUILT_IN));
    sagas = small;
    SubmitResult first = submit("one", "undos");
    SubmitResult second = submit("two", "undos");
    SubmitResult third = submit("three", "others");

    assertThat(first.hasSubmitted()).isTrue();
    assertThat(second.hasSubmitted()).isTrue();
    assertThat(third.getRefusal().getReason()).isEqualTo(ErrorReason.LIMIT_REACHED);
    assertThat(small.replica.machine.freeze().queues("")).containsOnlyKeys("default", "undos");
    Grant grant = small.grantOf("one");
    Reply commit =
        small.replica.reply(
            Command.newBuilder()
                .setCommit(
                    CommitRequest.newBuilder()
                        .setAgentId("worker")
                        .setEpoch(small.agent.getEpoch())
                        .addTasks(
                            NewTask.newBuilder()
                                .setCompensation(undo(1).toBuilder().setQueue("others")))));
    assertThat(commit.getRefusal().getReason()).isEqualTo(ErrorReason.LIMIT_REACHED);
    small.fail(grant, true);
    assertThat(small.replica.task("one/undo").getQueue()).isEqualTo("undos");
  }

  private SubmitResult submit(String id, String undoQueue) {
    return sagas
        .replica
        .submit(
            NewTask.newBuilder().setId(id).setCompensation(undo(1).toBuilder().setQueue(undoQueue)))
        .getFirst();
  }

  @Test
  void shouldCountAHeldOneAsWaitingForAPersonAndNotAsAFault() {
    undoing(1);
    sagas.fail("s/1/undo");

    StuckTasks.Report report = StuckTasks.of(sagas.replica.machine.freeze());

    assertThat(report.count(Cause.HELD)).isOne();
    assertThat(report.isFault()).isFalse();
    assertThat(report.examples()).isEmpty();
  }

  @Test
  void shouldFindOneThatShouldBeHeldOrWhoseLeaseIsOver() {
    undoing(9);
    sagas.submit("t", step(9), step(1));
    sagas.grantOf("s/1/undo");
    sagas.complete("t/1");
    sagas.fail("t/2");
    assertThat(StuckTasks.of(sagas.replica.machine.freeze()).counts()).isEmpty();

    // No sweep comes.
    sagas.replica.tick += 2 * 86_400_000L;
    sagas.replica.apply(Command.newBuilder().setNoOp(io.caxton.v1.NoOp.getDefaultInstance()));

    assertThat(StuckTasks.of(sagas.replica.machine.freeze()).count(Cause.OVERDUE)).isEqualTo(2);
    sagas.replica.sweep();
    assertThat(StuckTasks.of(sagas.replica.machine.freeze()).isFault()).isFalse();
  }

  @Test
  void shouldSayWhyACompensationWaits() {
    undoing(2);
    ExplainTaskResponse ready = explain();
    assertThat(ready.getRemarksList())
        .extracting(TaskRemark::getKind)
        .containsExactly(Kind.KIND_READY, Kind.KIND_COMPENSATION);
    assertThat(ready.getRemarks(1).getText()).contains("\"s/1\"").contains("2 more failures");
    assertThat(ready.getAttemptsLeft()).isEqualTo(2);
    assertThat(ready.getNextTick()).isEqualTo(undoTask().getHoldAtTick());

    Grant grant = sagas.grantOf("s/1/undo");
    ExplainTaskResponse granted = explain();
    assertThat(granted.getRemarksList())
        .extracting(TaskRemark::getKind)
        .containsExactly(Kind.KIND_RUNNING, Kind.KIND_COMPENSATION);
    assertThat(granted.getRemarks(1).getText()).contains("2 more failures");
    assertThat(granted.getAttemptsLeft()).isOne();
    assertThat(granted.getNextTick()).isEqualTo(undoTask().getLeaseUntilTick());

    sagas.fail(grant, false);
    assertThat(explain().getRemarks(0).getKind()).isEqualTo(Kind.KIND_BACKOFF);
    sagas.replica.pass(10_000);
    sagas.register("worker");
    sagas.fail("s/1/undo");
    ExplainTaskResponse held = explain();
    assertThat(held.getRemarksList())
        .extracting(TaskRemark::getKind)
        .containsExactly(Kind.KIND_HELD, Kind.KIND_COMPENSATION, Kind.KIND_LAST_FAILURE);
    assertThat(held.getRemarks(0).getText()).contains("resolves");
    assertThat(held.getAttemptsLeft()).isZero();
    assertThat(held.getNextTick()).isZero();
  }

  private Task undoTask() {
    return sagas.replica.task("s/1/undo");
  }

  private ExplainTaskResponse explain() {
    return TaskExplanation.of(sagas.replica.machine.freeze(), "", undoTask(), OptionalInt.empty());
  }
}
