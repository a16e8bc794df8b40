package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.state.read.TaskExplanation;
import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.DrainAgentRequest;
import io.caxton.v1.ExplainTaskResponse;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.SteerQueueRequest;
import io.caxton.v1.TaskRemark;
import io.caxton.v1.TaskRemark.Kind;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TaskExplanationTest {
  private final Replica replica = new Replica();

  @Test
  void shouldSayThatNobodyIsThereToTakeIt() {
    replica.submit(NewTask.newBuilder().setId("t").setPayload(ByteString.copyFromUtf8("p")));

    ExplainTaskResponse explained = explain(OptionalInt.of(0));

    assertThat(explained.getRemarksList())
        .extracting(TaskRemark::getKind)
        .containsExactly(Kind.KIND_READY, Kind.KIND_NO_AGENT);
    assertThat(explained.getAbleAgentsTotal()).isZero();
    assertThat(explained.getAttemptsLeft()).isEqualTo(5);
    assertThat(explained.getNextTick()).isZero();
    assertThat(explained.getTask().getPayload()).isEmpty();
    assertThat(explained.getQueue().getPendingTasks()).isOne();
  }

  @Test
  void shouldNameThoseWhoCouldTakeItAndSayThatNoneWaits() {
    replica.register("b");
    replica.register("a");
    replica.apply(
        Command.newBuilder()
            .setDrainAgent(DrainAgentRequest.newBuilder().setAgentId("b").setEpoch(1)));
    replica.submit("before", "t");

    ExplainTaskResponse none = explain(OptionalInt.of(0));
    ExplainTaskResponse some = explain(OptionalInt.of(3));
    ExplainTaskResponse elsewhere = explain(OptionalInt.empty());

    assertThat(none.getAbleAgentsList()).containsExactly("a");
    assertThat(none.getRemarksList())
        .extracting(TaskRemark::getKind)
        .containsExactly(Kind.KIND_READY, Kind.KIND_BEHIND_OTHERS, Kind.KIND_NO_CLAIM);
    assertThat(some.getWaitingClaims()).isEqualTo(3);
    assertThat(some.getRemarksList())
        .extracting(TaskRemark::getKind)
        .doesNotContain(Kind.KIND_NO_CLAIM);
    assertThat(elsewhere.hasWaitingClaims()).isFalse();
    assertThat(elsewhere.getRemarksList()).isEqualTo(some.getRemarksList());
  }

  @Test
  void shouldSayHowLongItIsDelayedAndWhenItDies() {
    replica.submit(
        NewTask.newBuilder()
            .setId("t")
            .setDelayMillis(5_000)
            .setDeadlineWallMillis(replica.wallMillis + 3_000));

    ExplainTaskResponse explained = explain(OptionalInt.empty());

    assertThat(explained.getRemarks(0).getKind()).isEqualTo(Kind.KIND_DELAYED);
    assertThat(explained.getRemarks(0).getText()).contains("5000 ms");
    assertThat(explained.getRemarks(0).getUntilTick()).isEqualTo(replica.tick + 5_000);
    assertThat(explained.getNextTick()).isEqualTo(replica.tick + 5_000);
    // The deadline comes first.
    assertThat(explained.getNextWallMillis()).isEqualTo(replica.wallMillis + 3_000);
    assertThat(explained.getRemarksList())
        .anySatisfy(
            r -> {
              assertThat(r.getKind()).isEqualTo(Kind.KIND_DEADLINE);
              assertThat(r.getUntilWallMillis()).isEqualTo(replica.wallMillis + 3_000);
            });
  }

  @Test
  void shouldSayWhoHasItAndUntilWhen() {
    Agent agent = replica.register("a");
    replica.submit("t");
    replica.grants(agent, 1);
    replica.tick += 1_000;
    replica.wallMillis += 1_000;
    replica.apply(Command.newBuilder().setNoOp(io.caxton.v1.NoOp.getDefaultInstance()));
    replica.apply(
        Command.newBuilder()
            .setDrainAgent(DrainAgentRequest.newBuilder().setAgentId("a").setEpoch(1)));

    ExplainTaskResponse explained = explain(OptionalInt.empty());

    assertThat(explained.getRemarks(0).getKind()).isEqualTo(Kind.KIND_RUNNING);
    assertThat(explained.getRemarks(0).getAgentId()).isEqualTo("a");
    assertThat(explained.getRemarks(0).getText()).contains("attempt 1").contains("29000 ms");
    assertThat(explained.getRemarks(1).getKind()).isEqualTo(Kind.KIND_OWNER);
    assertThat(explained.getRemarks(1).getText()).contains("DRAINING");
    assertThat(explained.getNextTick()).isEqualTo(explained.getTask().getLeaseUntilTick());
    assertThat(explained.getNextWallMillis()).isEqualTo(replica.wallMillis + 29_000);
    assertThat(explained.getAttemptsLeft()).isEqualTo(4);
  }

  @Test
  void shouldSayThatItBacksOffThatTheNextAttemptIsItsLastAndThatItIsDead() {
    // given
    Agent agent = replica.register("a");
    replica.submit(
        NewTask.newBuilder().setId("t").setRetry(RetryPolicy.newBuilder().setAttemptsMax(2)));

    // when
    fail(agent, replica.grant(agent));
    ExplainTaskResponse backoff = explain(OptionalInt.empty());

    // then
    assertThat(backoff.getRemarks(0).getKind()).isEqualTo(Kind.KIND_BACKOFF);
    assertThat(backoff.getAttemptsLeft()).isOne();
    assertThat(backoff.getRemarksList())
        .extracting(TaskRemark::getKind)
        .contains(Kind.KIND_LAST_ATTEMPT, Kind.KIND_LAST_FAILURE);
    assertThat(backoff.getRemarksList().getLast().getText()).contains("failed").contains("boom");

    // when
    replica.pass(1_000);
    Grant last = replica.grant(agent);
    assertThat(explain(OptionalInt.empty()).getRemarksList())
        .extracting(TaskRemark::getKind)
        .contains(Kind.KIND_LAST_ATTEMPT);
    fail(agent, last);
    ExplainTaskResponse dead = explain(OptionalInt.empty());

    // then
    assertThat(dead.getRemarks(0).getKind()).isEqualTo(Kind.KIND_ENDED);
    assertThat(dead.getRemarks(0).getText()).contains("DEAD");
    assertThat(dead.getAttemptsLeft()).isZero();
    assertThat(dead.getAbleAgentsCount()).isZero();
    assertThat(dead.getNextTick()).isZero();
  }

  @Test
  void shouldSayWhatItsQueueHolds() {
    // given a queue that grants one task at once, and one a minute
    replica.apply(
        Command.newBuilder()
            .setPutQueue(
                PutQueueRequest.newBuilder()
                    .setQueue(
                        Queue.newBuilder()
                            .setName("default")
                            .setRunningMax(1)
                            .setRateTasks(1)
                            .setRatePeriodMillis(60_000))));
    Agent agent = replica.register("a");
    replica.submit("first", "t");
    replica.grants(agent, 1);
    replica.apply(
        Command.newBuilder()
            .setSteerQueue(SteerQueueRequest.newBuilder().setQueue("default").setPaused(true)));

    // when
    ExplainTaskResponse explained = explain(OptionalInt.of(1));

    // then
    assertThat(explained.getRemarksList())
        .extracting(TaskRemark::getKind)
        .startsWith(Kind.KIND_QUEUE_PAUSED, Kind.KIND_QUEUE_BUSY, Kind.KIND_QUEUE_RATE)
        .doesNotContain(Kind.KIND_READY);
    assertThat(explained.getRemarks(2).getUntilTick()).isEqualTo(replica.tick + 60_000);
  }

  @Test
  void shouldNameOnlyThoseWithItsCapability() {
    replica.register("a");
    replica.submit(NewTask.newBuilder().setId("t").setCapability("ocr"));

    ExplainTaskResponse explained = explain(OptionalInt.empty());

    assertThat(explained.getAbleAgentsTotal()).isZero();
    assertThat(explained.getRemarksList().getLast().getText()).contains("\"ocr\"");
  }

  @Test
  void shouldNameNoMoreAgentsThanItsBound() {
    for (int i = 0; i < TaskExplanation.AGENTS_MAX + 5; i++) {
      replica.register("a" + i);
    }
    replica.submit("t");

    ExplainTaskResponse explained = explain(OptionalInt.empty());

    assertThat(explained.getAbleAgentsList()).hasSize(TaskExplanation.AGENTS_MAX).isSorted();
    assertThat(explained.getAbleAgentsTotal()).isEqualTo(TaskExplanation.AGENTS_MAX + 5);
  }

  private void fail(Agent agent, Grant grant) {
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
                            .setMessage("boom"))));
  }

  private ExplainTaskResponse explain(OptionalInt waitingClaims) {
    State state = replica.machine.freeze();
    return TaskExplanation.of(state, "", replica.task("t"), waitingClaims);
  }
}
