package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.v1.Agent;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ExtendResult;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.Extension;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.FailedAttempt;
import io.caxton.v1.Failure;
import io.caxton.v1.Grant;
import io.caxton.v1.ItemResult;
import io.caxton.v1.NewTask;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskRulesTest {
  private static final RetryPolicy EXACT =
      RetryPolicy.newBuilder()
          .setAttemptsMax(3)
          .setBackoffInitialMillis(1_000)
          .setJitterPercent(1)
          .build();

  private final Replica replica = new Replica();
  private Agent agent;

  @BeforeEach
  void registerAnAgentThatLives() {
    agent = replica.register("a");
  }

  @Test
  void shouldGrantByPriorityThenInTheOrderOfSubmission() {
    replica.submit(
        task("low-1"), task("high-1").setPriority(9), task("low-2"), task("high-2").setPriority(9));

    assertThat(replica.grants(agent, 9))
        .extracting(Grant::getTaskId)
        .containsExactly("high-1", "high-2", "low-1", "low-2");
  }

  @Test
  void shouldTryTheQueuesOfAClaimInOrder() {
    replica.submit(task("x").setQueue("one"), task("y").setQueue("two"), task("z"));

    assertThat(replica.grants(agent, 9, "two", "none", "one"))
        .extracting(Grant::getTaskId)
        .containsExactly("y", "x");
  }

  @Test
  void shouldGiveTheTaskThatIsThereForTheSameIdAndContent() {
    // given
    NewTask.Builder task = task("x").setPayload(ByteString.copyFromUtf8("content"));
    replica.submit(task);
    replica.completeOne(agent, replica.grant(agent));

    // when
    SubmitResult same = replica.submit(task).getFirst();
    SubmitResult other = replica.submit(task.clone().setPriority(1)).getFirst();

    // then
    assertThat(same.getSubmitted().getCreated()).isFalse();
    assertThat(other.getRefusal().getReason()).isEqualTo(ErrorReason.ALREADY_EXISTS);
    assertThat(replica.task("x").getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
  }

  @Test
  void shouldMakeIdsThatAreUnique() {
    long position = replica.machine.position() + 1;
    replica.submit(task("t-" + (position + 1) + "-0"));

    List<SubmitResult> results = replica.submit(NewTask.newBuilder(), NewTask.newBuilder());

    assertThat(results)
        .extracting(result -> result.getSubmitted().getTaskId())
        .containsExactly("t-" + (position + 1) + "-0x", "t-" + (position + 1) + "-1");
  }

  @Test
  void shouldNotGrantADelayedTaskBeforeItsTick() {
    // given
    replica.submit(task("x").setDelayMillis(5_000));

    // then
    assertThat(replica.machine.nextDeadlineTick()).isEqualTo(replica.tick + 5_000);
    assertThat(replica.pass(4_999)).isZero();
    assertThat(replica.grants(agent, 1)).isEmpty();
    assertThat(replica.pass(1)).isEqualTo(1);
    assertThat(replica.grants(agent, 1)).hasSize(1);
  }

  @Test
  void shouldChargeAFailedAttemptAndWaitOutItsBackoff() {
    // given
    replica.submit(task("x").setRetry(EXACT));
    Grant first = replica.grant(agent);

    // when
    ItemResult result = fail(first, false);

    // then
    assertThat(result.getState()).isEqualTo(TaskState.TASK_STATE_PENDING);
    Task task = replica.task("x");
    assertThat(task.getAttemptsCharged()).isEqualTo(1);
    assertThat(task.getFailures(0))
        .isEqualTo(
            FailedAttempt.newBuilder()
                .setAttempt(1)
                .setAgentId("a")
                .setCause("failed")
                .setMessage("no luck")
                .setTick(replica.tick)
                .setFence(first.getFence())
                .build());
    assertThat(task.getNotBeforeTick() - replica.tick).isBetween(990L, 1_000L);

    // when
    replica.pass(1_000);
    Grant second = replica.grant(agent);
    fail(second, false);

    // then
    assertThat(second.getAttempt()).isEqualTo(2);
    assertThat(replica.task("x").getNotBeforeTick() - replica.tick).isBetween(1_980L, 2_000L);
  }

  @Test
  void shouldBeDeadAtTheMaximumOfAttemptsAndKeepItsPayload() {
    // given
    replica.submit(task("x").setPayload(ByteString.copyFromUtf8("p")).setRetry(EXACT));
    for (int i = 0; i < 2; i++) {
      fail(replica.grant(agent), false);
      replica.pass(2_000);
    }

    // when
    ItemResult result = fail(replica.grant(agent), false);

    // then
    assertThat(result.getState()).isEqualTo(TaskState.TASK_STATE_DEAD);
    assertThat(replica.task("x").getPayload().toStringUtf8()).isEqualTo("p");
    assertThat(replica.task("x").getFailuresList()).hasSize(3);
    assertThat(replica.machine.freeze().queue("", "default").orElseThrow().getDeadTotal())
        .isEqualTo(1);
  }

  @Test
  void shouldBeDeadAtOnceAfterAFinalFailure() {
    replica.submit("x");

    assertThat(fail(replica.grant(agent), true).getState()).isEqualTo(TaskState.TASK_STATE_DEAD);
  }

  @Test
  void shouldPutAReleasedTaskBehindTheOthersWithoutACharge() {
    // given
    replica.submit("x", "y");
    Grant grant = replica.grant(agent);

    // when
    replica.apply(Replica.release(agent, grant));

    // then
    assertThat(replica.grants(agent, 2))
        .extracting(Grant::getTaskId, Grant::getAttempt)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("y", 1),
            org.assertj.core.groups.Tuple.tuple("x", 1));
  }

  @Test
  void shouldTakeATaskBackWhenItsLeaseEnds() {
    // given
    Agent patient = patientAgent();
    replica.submit(task("x").setLeaseMillis(5_000));
    Grant grant = replica.grants(patient, 1).getFirst();

    // when
    replica.pass(4_999);
    TaskState before = replica.task("x").getState();
    replica.pass(1);

    // then
    assertThat(before).isEqualTo(TaskState.TASK_STATE_RUNNING);
    assertThat(replica.task("x").getState()).isEqualTo(TaskState.TASK_STATE_PENDING);
    assertThat(replica.task("x").getFailures(0).getCause()).isEqualTo("lease_ended");
    ItemResult late = replica.completeOne(patient, grant);
    assertThat(late.getRefusal().getReason()).isEqualTo(ErrorReason.LEASE_LOST);
    assertThat(late.getRefusal().getDetailsList())
        .extracting(Detail::getKey)
        .containsExactly("attempt", "fence", "owner", "state");
  }

  @Test
  void shouldCompleteBeforeTheExpiryThatComesTooLate() {
    // given
    Agent patient = patientAgent();
    replica.submit(task("x").setLeaseMillis(5_000));
    Grant grant = replica.grants(patient, 1).getFirst();

    // when
    replica.tick += 9_000;
    ItemResult completed = replica.completeOne(patient, grant);
    int swept = replica.sweep();

    // then
    assertThat(completed.getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(swept).isZero();
  }

  @Test
  void shouldExtendAGrantWithinTheTimeOfItsAttempt() {
    // given
    Agent patient = patientAgent();
    replica.submit(task("x").setLeaseMillis(5_000).setAttemptTimeoutMillis(8_000));
    Grant grant = replica.grants(patient, 1).getFirst();
    replica.pass(4_000);

    // when
    ExtendResult asGranted = extend(patient, grant, 0);
    ExtendResult wanted = extend(patient, grant, 1_000);
    ExtendResult tooLong = extend(patient, grant, 60_000);
    replica.pass(4_000);

    // then
    assertThat(asGranted.getLeaseMillis()).isEqualTo(4_000);
    assertThat(wanted.getLeaseMillis()).isEqualTo(1_000);
    assertThat(tooLong.getLeaseMillis()).isEqualTo(4_000);
    assertThat(replica.task("x").getFailures(0).getCause()).isEqualTo("attempt_timeout");
    assertThat(extend(patient, grant, 0).getRefusal().getReason())
        .isEqualTo(ErrorReason.LEASE_LOST);
  }

  @Test
  void shouldNotGrantATaskAfterItsWallDeadline() {
    // given
    replica.submit(
        task("x").setDeadlineWallMillis(replica.wallMillis + 1_000),
        task("y").setDeadlineWallMillis(replica.wallMillis + 2_000),
        task("z").setDeadlineWallMillis(replica.wallMillis + 9_000));

    // when
    assertThat(replica.machine.nextDeadlineWallMillis()).isEqualTo(replica.wallMillis + 1_000);
    replica.pass(1_000);
    replica.wallMillis += 1_000;
    List<Grant> grants = replica.grants(agent, 9);

    // then
    assertThat(grants).extracting(Grant::getTaskId).containsExactly("z");
    for (String id : List.of("x", "y")) {
      assertThat(replica.task(id).getState()).isEqualTo(TaskState.TASK_STATE_DEAD);
      assertThat(replica.task(id).getFailures(0).getCause()).isEqualTo("deadline");
    }
  }

  @Test
  void shouldNotRetryATaskAfterItsWallDeadlineButLetItFinish() {
    // given
    replica.submit(
        task("x").setDeadlineWallMillis(replica.wallMillis + 1_000),
        task("y").setDeadlineWallMillis(replica.wallMillis + 1_000));
    List<Grant> grants = replica.grants(agent, 2);
    replica.pass(2_000);

    // when
    ItemResult completed = replica.completeOne(agent, grants.get(0));
    ItemResult failed = fail(grants.get(1), false);

    // then
    assertThat(completed.getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
    assertThat(failed.getState()).isEqualTo(TaskState.TASK_STATE_DEAD);
    assertThat(replica.task("y").getFailuresList())
        .extracting(FailedAttempt::getCause)
        .containsExactly("failed", "deadline");
  }

  @Test
  void shouldLetTheLogOrderDecideBetweenCancelAndComplete() {
    // given
    replica.submit("x", "y", "z");
    List<Grant> grants = replica.grants(agent, 2);

    // when
    replica.completeOne(agent, grants.get(0));
    List<ItemResult> cancelled = cancel("x", "y", "z", "nobody");
    ItemResult late = replica.completeOne(agent, grants.get(1));

    // then
    assertThat(cancelled.get(0).getRefusal().getReason()).isEqualTo(ErrorReason.TASK_FINISHED);
    assertThat(cancelled.get(1).getState()).isEqualTo(TaskState.TASK_STATE_CANCELLED);
    assertThat(cancelled.get(2).getState()).isEqualTo(TaskState.TASK_STATE_CANCELLED);
    assertThat(cancelled.get(3).getRefusal().getReason()).isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(late.getRefusal().getReason()).isEqualTo(ErrorReason.TASK_FINISHED);
    assertThat(late.getRefusal().getDetails(1).getValue()).isEqualTo("TASK_STATE_CANCELLED");
    assertThat(replica.grants(agent, 9)).isEmpty();
  }

  @Test
  void shouldDropPayloadsOfCompletedAndCancelledTasksAndKeepTheResult() {
    // given
    ByteString payload = ByteString.copyFromUtf8("payload");
    replica.submit(task("x").setPayload(payload), task("y").setPayload(payload));
    Grant grant = replica.grant(agent);
    Command.Builder complete = Replica.complete(agent, grant);
    complete
        .getCompleteTasksBuilder()
        .getCompletionsBuilder(0)
        .setResult(ByteString.copyFromUtf8("result"));

    // when
    replica.apply(complete);
    cancel("y");

    // then
    assertThat(replica.task("x").getPayload().isEmpty()).isTrue();
    assertThat(replica.task("x").getResult().toStringUtf8()).isEqualTo("result");
    assertThat(replica.task("y").getPayload().isEmpty()).isTrue();
  }

  @Test
  void shouldRefuseOneItemAndExecuteTheOthers() {
    // given
    replica.submit("x", "y");
    List<Grant> grants = replica.grants(agent, 2);
    Grant wrong = grants.get(0).toBuilder().setFence(1).build();
    Grant unknown = Grant.newBuilder().setTaskId("nobody").setFence(1).build();

    // when
    List<ItemResult> results =
        replica
            .reply(Replica.complete(agent, wrong, unknown, grants.get(1), grants.get(1)))
            .getCompleteTasks()
            .getResultsList();

    // then
    assertThat(results)
        .extracting(result -> result.getRefusal().getReason())
        .containsExactly(
            ErrorReason.LEASE_LOST,
            ErrorReason.NOT_FOUND,
            ErrorReason.ERROR_REASON_UNSPECIFIED,
            ErrorReason.TASK_FINISHED);
  }

  @Test
  void shouldKeepAtMostTenFailures() {
    // given
    RetryPolicy often =
        RetryPolicy.newBuilder()
            .setAttemptsMax(100)
            .setBackoffInitialMillis(1)
            .setBackoffMaxMillis(1)
            .build();
    replica.submit(task("x").setRetry(often));

    // when
    for (int i = 0; i < 12; i++) {
      fail(replica.grant(agent), false);
      replica.pass(1);
    }

    // then
    assertThat(replica.task("x").getFailuresList())
        .hasSize(10)
        .last()
        .extracting(FailedAttempt::getAttempt)
        .isEqualTo(12);
  }

  private Agent patientAgent() {
    return replica
        .reply(
            Command.newBuilder()
                .setRegisterAgent(
                    io.caxton.v1.RegisterAgentRequest.newBuilder()
                        .setAgentId("patient")
                        .setLeaseMillis(3_600_000)))
        .getRegisterAgent()
        .getAgent();
  }

  private ItemResult fail(Grant grant, boolean isFinal) {
    return replica
        .reply(
            Command.newBuilder()
                .setFailTasks(
                    FailTasksRequest.newBuilder()
                        .setAgentId("a")
                        .setEpoch(agent.getEpoch())
                        .addFailures(
                            Failure.newBuilder()
                                .setTaskId(grant.getTaskId())
                                .setFence(grant.getFence())
                                .setMessage("no luck")
                                .setFinal(isFinal))))
        .getFailTasks()
        .getResults(0);
  }

  private ExtendResult extend(Agent owner, Grant grant, int leaseMillis) {
    return replica
        .reply(
            Command.newBuilder()
                .setExtendTasks(
                    ExtendTasksRequest.newBuilder()
                        .setAgentId(owner.getId())
                        .setEpoch(owner.getEpoch())
                        .addExtensions(
                            Extension.newBuilder()
                                .setTaskId(grant.getTaskId())
                                .setFence(grant.getFence())
                                .setLeaseMillis(leaseMillis))))
        .getExtendTasks()
        .getResults(0);
  }

  private List<ItemResult> cancel(String... ids) {
    return replica
        .reply(
            Command.newBuilder()
                .setCancelTasks(CancelTasksRequest.newBuilder().addAllTaskIds(List.of(ids))))
        .getCancelTasks()
        .getResultsList();
  }

  private static NewTask.Builder task(String id) {
    return NewTask.newBuilder().setId(id);
  }
}
