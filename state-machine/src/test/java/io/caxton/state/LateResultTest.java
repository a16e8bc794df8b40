package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.ItemResult;
import io.caxton.v1.LateResults;
import io.caxton.v1.NewTask;
import io.caxton.v1.RenewAgentsRequest;
import io.caxton.v1.Renewal;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.SettleLateResultRequest;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import org.junit.jupiter.api.Test;

/** Results that come when the lease of their grant has ended, by the task's policy. */
class LateResultTest {
  private final Replica replica = new Replica();
  private final Agent slow = replica.register("slow");
  private final Agent other = replica.register("other");

  @Test
  void shouldRejectALateResultUnlessTheTaskSaysOtherwise() {
    // given
    Grant lost = lose(LateResults.LATE_RESULTS_REJECT, 5);

    // then
    assertThat(complete(lost, "late").getRefusal().getReason()).isEqualTo(ErrorReason.LEASE_LOST);
  }

  @Test
  void shouldAcceptALateResultWhileNobodyElseHasTheTask() {
    // given
    Grant lost = lose(LateResults.LATE_RESULTS_ACCEPT_IF_UNASSIGNED, 5);

    // when
    ItemResult result = complete(lost, "late");

    // then
    assertThat(result.getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(replica.task("x").getResult().toStringUtf8()).isEqualTo("late");
    assertThat(replica.grants(other, 1)).isEmpty();
  }

  @Test
  void shouldRejectALateResultOnceAnotherAgentHasTheTask() {
    // given
    Grant lost = lose(LateResults.LATE_RESULTS_ACCEPT_IF_UNASSIGNED, 5);
    pass(1_000);
    Grant grant = replica.grant(other);

    // then
    assertThat(complete(lost, "late").getRefusal().getReason()).isEqualTo(ErrorReason.LEASE_LOST);
    assertThat(replica.completeOne(other, grant).getState())
        .isEqualTo(TaskState.TASK_STATE_COMPLETED);
  }

  @Test
  void shouldRejectAResultOfAFenceThatTheAgentNeverHad() {
    // given
    Grant lost = lose(LateResults.LATE_RESULTS_PARK, 5);

    // then
    assertThat(complete(lost.toBuilder().setFence(1).build(), "late").getRefusal().getReason())
        .isEqualTo(ErrorReason.LEASE_LOST);
    assertThat(replica.task("x").getParkedList()).isEmpty();
  }

  @Test
  void shouldParkALateResultAndCompleteTheTaskWithItWhenItIsAccepted() {
    // given
    Grant lost = lose(LateResults.LATE_RESULTS_PARK, 5);
    pass(1_000);
    Grant grant = replica.grant(other);

    // when
    ItemResult parked = complete(lost, "late");
    ItemResult again = complete(lost, "late");

    // then
    assertThat(parked.getParked()).isTrue();
    assertThat(parked.getState()).isEqualTo(TaskState.TASK_STATE_RUNNING);
    assertThat(again).isEqualTo(parked);
    assertThat(replica.task("x").getParkedList()).hasSize(1);

    // when
    TaskState state = settle(lost, true);

    // then
    assertThat(state).isEqualTo(TaskState.TASK_STATE_COMPLETED);
    Task task = replica.task("x");
    assertThat(task.getResult().toStringUtf8()).isEqualTo("late");
    assertThat(task.getParkedList()).isEmpty();
    assertThat(replica.completeOne(other, grant).getRefusal().getReason())
        .isEqualTo(ErrorReason.TASK_FINISHED);
  }

  @Test
  void shouldReviveADeadTaskWithItsParkedResult() {
    // given
    Grant lost = lose(LateResults.LATE_RESULTS_PARK, 1);
    assertThat(replica.task("x").getState()).isEqualTo(TaskState.TASK_STATE_DEAD);
    assertThat(complete(lost, "late").getParked()).isTrue();

    // when
    settle(lost, true);

    // then
    assertThat(replica.task("x").getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(replica.machine.freeze().queue("", "default").orElseThrow().getRevivedTotal())
        .isEqualTo(1);
  }

  @Test
  void shouldDropAParkedResultByItsFence() {
    // given
    Grant lost = lose(LateResults.LATE_RESULTS_PARK, 5);
    complete(lost, "late");

    // when
    TaskState state = settle(lost, false);

    // then
    assertThat(state).isEqualTo(TaskState.TASK_STATE_PENDING);
    assertThat(replica.task("x").getParkedList()).isEmpty();
    assertThat(
            replica
                .refusal(
                    Command.newBuilder()
                        .setSettleLateResult(
                            SettleLateResultRequest.newBuilder()
                                .setTaskId("x")
                                .setFence(lost.getFence())))
                .getReason())
        .isEqualTo(ErrorReason.NOT_FOUND);
  }

  @Test
  void shouldParkAtMostThreeResults() {
    // given
    Grant first = lose(LateResults.LATE_RESULTS_PARK, 9);
    assertThat(complete(first, "late").getParked()).isTrue();
    for (int i = 0; i < 2; i++) {
      assertThat(complete(loseAgain(), "late").getParked()).isTrue();
    }

    // then
    assertThat(complete(loseAgain(), "late").getRefusal().getReason())
        .isEqualTo(ErrorReason.LIMIT_REACHED);
  }

  private Grant lose(LateResults policy, int attempts) {
    replica.submit(
        NewTask.newBuilder()
            .setId("x")
            .setLateResults(policy)
            .setLeaseMillis(1_000)
            .setRetry(
                RetryPolicy.newBuilder().setAttemptsMax(attempts).setBackoffInitialMillis(100)));
    return loseAgain();
  }

  private Grant loseAgain() {
    Grant grant = replica.grant(slow);
    pass(1_000);
    pass(1_000);
    return grant;
  }

  private void pass(long millis) {
    replica.apply(
        Command.newBuilder()
            .setRenewAgents(
                RenewAgentsRequest.newBuilder()
                    .setCall(replica.call())
                    .addRenewals(Renewal.newBuilder().setAgentId("slow").setEpoch(1))
                    .addRenewals(Renewal.newBuilder().setAgentId("other").setEpoch(1))));
    replica.pass(millis);
  }

  private ItemResult complete(Grant grant, String result) {
    return replica
        .reply(
            Command.newBuilder()
                .setCompleteTasks(
                    CompleteTasksRequest.newBuilder()
                        .setAgentId(slow.getId())
                        .setEpoch(slow.getEpoch())
                        .addCompletions(
                            Completion.newBuilder()
                                .setTaskId(grant.getTaskId())
                                .setFence(grant.getFence())
                                .setResult(ByteString.copyFromUtf8(result)))))
        .getCompleteTasks()
        .getResults(0);
  }

  private TaskState settle(Grant grant, boolean accept) {
    return replica
        .reply(
            Command.newBuilder()
                .setSettleLateResult(
                    SettleLateResultRequest.newBuilder()
                        .setTaskId("x")
                        .setFence(grant.getFence())
                        .setAccept(accept)))
        .getSettleLateResult()
        .getState();
  }
}
