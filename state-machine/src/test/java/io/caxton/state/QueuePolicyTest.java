package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.PurgeQueueRequest;
import io.caxton.v1.PurgeQueueResponse;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.SteerQueueRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Paused, draining, purged, and limited in how many tasks run and how fast they are granted. */
class QueuePolicyTest {
  private final Replica replica = new Replica();
  private final Agent agent = replica.register("a");

  @Test
  void shouldGrantNothingWhileItIsPausedAndTellWhenItIsResumed() {
    // given
    replica.submit("x");
    steer(SteerQueueRequest.newBuilder().setPaused(true));

    // then
    assertThat(replica.grants(agent, 1)).isEmpty();
    assertThat(replica.machine.hasReady("", "default", "")).isFalse();
    assertThat(submitTold("y")).isFalse();

    // when
    Result resumed = steer(SteerQueueRequest.newBuilder().setPaused(false));

    // then
    assertThat(resumed.effects()).containsExactly(new Effect.QueueReady("default", "default", ""));
    assertThat(replica.grants(agent, 5)).extracting(Grant::getTaskId).containsExactly("x", "y");
  }

  @Test
  void shouldTakeNoNewTaskWhileItDrainsButGrantAndFinishWhatItHas() {
    // given
    replica.submit("x");
    Queue queue =
        steer(SteerQueueRequest.newBuilder().setDraining(true)).reply().getSteerQueue().getQueue();

    // then
    assertThat(queue.getDraining()).isTrue();
    assertThat(replica.submit(NewTask.newBuilder().setId("y")).getFirst().getRefusal().getReason())
        .isEqualTo(ErrorReason.QUEUE_DRAINING);
    assertThat(replica.submit(NewTask.newBuilder().setId("x")).getFirst().hasSubmitted()).isTrue();
    replica.completeOne(agent, replica.grant(agent));
    assertThat(queue().getCompletedTotal()).isEqualTo(1);

    // when
    steer(SteerQueueRequest.newBuilder().setDraining(false));

    // then
    replica.submit("y");
  }

  @Test
  void shouldStayAsItIsSteeredWhenItsDefaultsArePut() {
    // given
    replica.submit("x");
    steer(SteerQueueRequest.newBuilder().setPaused(true).setDraining(true));

    // when
    Queue put = put(Queue.newBuilder().setLeaseMillis(7_000));

    // then
    assertThat(put.getPaused()).isTrue();
    assertThat(put.getDraining()).isTrue();
    assertThat(replica.grants(agent, 1)).isEmpty();
  }

  @Test
  void shouldRefuseToSteerAndPurgeAQueueThatIsNotThere() {
    assertThat(
            replica
                .refusal(
                    Command.newBuilder()
                        .setSteerQueue(SteerQueueRequest.newBuilder().setQueue("no")))
                .getReason())
        .isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(
            replica
                .refusal(
                    Command.newBuilder()
                        .setPurgeQueue(PurgeQueueRequest.newBuilder().setQueue("no")))
                .getReason())
        .isEqualTo(ErrorReason.NOT_FOUND);
  }

  @Test
  void shouldPurgeWhatWaitsInBatchesAndLeaveWhatRuns() {
    // given
    replica.submit("running");
    replica.grant(agent);
    replica.submit("a", "b");
    replica.submit(NewTask.newBuilder().setId("delayed").setDelayMillis(1_000));
    replica.submit(NewTask.newBuilder().setId("k1").setOrderingKey("k"));
    replica.submit(NewTask.newBuilder().setId("k2").setOrderingKey("k"));

    // when
    PurgeQueueResponse first = purge(2);
    PurgeQueueResponse second = purge(100);

    // then
    assertThat(first.getPurged()).isEqualTo(2);
    assertThat(first.getLeft()).isEqualTo(3);
    assertThat(second.getPurged()).isEqualTo(3);
    assertThat(second.getLeft()).isZero();
    assertThat(replica.machine.freeze().tasks("")).containsOnlyKeys("running");
    assertThat(queue().getPurgedTotal()).isEqualTo(5);
    assertThat(queue().getRunningTasks()).isEqualTo(1);
  }

  @Test
  void shouldRunNoMoreAtOnceThanItMay() {
    // given
    put(Queue.newBuilder().setRunningMax(2));
    replica.submit("x", "y", "z");

    // when
    List<Grant> grants = replica.grants(agent, 3);

    // then
    assertThat(grants).hasSize(2);
    assertThat(replica.machine.hasReady("", "default", "")).isFalse();

    // when
    Result completed = replica.apply(Replica.complete(agent, grants.getFirst()));

    // then
    assertThat(completed.effects()).contains(new Effect.QueueReady("default", "default", ""));
    assertThat(replica.grants(agent, 3)).extracting(Grant::getTaskId).containsExactly("z");
  }

  @Test
  void shouldGrantNoFasterThanItsRate() {
    // given three a second: the bucket is full
    put(Queue.newBuilder().setRateTasks(3).setRatePeriodMillis(1_000));
    for (int i = 0; i < 20; i++) {
      replica.submit("t" + i);
    }

    // when
    List<Integer> granted = new ArrayList<>();
    for (int millis : new int[] {0, 333, 1, 666, 1, 10_000}) {
      replica.tick += millis;
      granted.add(replica.grants(agent, 20).size());
    }

    // then
    assertThat(granted).containsExactly(3, 0, 1, 2, 0, 3);
  }

  @Test
  void shouldTellWhenItsRateAllowsTheNextGrant() {
    // given
    put(Queue.newBuilder().setRateTasks(1).setRatePeriodMillis(1_000));
    replica.submit("x", "y");
    replica.grant(agent);

    // then
    assertThat(replica.machine.nextDeadlineTick()).isEqualTo(replica.tick + 1_000);
    assertThat(replica.pass(999)).isZero();

    // when
    int items = replica.pass(1);

    // then
    assertThat(items).isEqualTo(1);
    assertThat(replica.results.getLast().effects())
        .containsExactly(new Effect.QueueReady("default", "default", ""));
    assertThat(replica.machine.hasReady("", "default", "")).isTrue();
    assertThat(replica.grant(agent).getTaskId()).isEqualTo("y");
  }

  @Test
  void shouldKeepWhatIsInItsBucketUnlessTheRateChanges() {
    // given
    put(Queue.newBuilder().setRateTasks(1).setRatePeriodMillis(1_000));
    replica.submit("x", "y", "z");
    replica.grant(agent);

    // when
    put(Queue.newBuilder().setRateTasks(1).setRatePeriodMillis(1_000).setLeaseMillis(600));
    assertThat(replica.grants(agent, 1)).isEmpty();
    put(Queue.newBuilder().setRateTasks(1).setRatePeriodMillis(999));
    assertThat(replica.grants(agent, 2)).hasSize(1);
    put(Queue.newBuilder());

    // then
    assertThat(replica.grants(agent, 2)).hasSize(1);
    assertThat(replica.machine.nextDeadlineTick()).isNotEqualTo(replica.tick + 1_000);
  }

  @Test
  void shouldCountWhatIsReadyDelayedAndBlocked() {
    // given
    replica.submit("x");
    replica.submit(NewTask.newBuilder().setDelayMillis(1_000));
    replica.submit(NewTask.newBuilder().setOrderingKey("k"));
    replica.submit(NewTask.newBuilder().setOrderingKey("k"));

    // then
    Queue queue = queue();
    assertThat(queue.getPendingTasks()).isEqualTo(4);
    assertThat(queue.getReadyTasks()).isEqualTo(2);
    assertThat(queue.getDelayedTasks()).isEqualTo(1);
    assertThat(queue.getBlockedTasks()).isEqualTo(1);
  }

  private boolean submitTold(String id) {
    replica.submit(id);
    return replica.results.getLast().effects().stream()
        .anyMatch(effect -> effect instanceof Effect.QueueReady);
  }

  private Result steer(SteerQueueRequest.Builder request) {
    return replica.apply(Command.newBuilder().setSteerQueue(request));
  }

  private PurgeQueueResponse purge(int max) {
    return replica
        .reply(Command.newBuilder().setPurgeQueue(PurgeQueueRequest.newBuilder().setTasksMax(max)))
        .getPurgeQueue();
  }

  private Queue put(Queue.Builder queue) {
    return replica
        .reply(
            Command.newBuilder()
                .setPutQueue(PutQueueRequest.newBuilder().setQueue(queue.setName("default"))))
        .getPutQueue()
        .getQueue();
  }

  private Queue queue() {
    return replica.machine.freeze().queue("", "default").orElseThrow();
  }
}
