package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.NewTask;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.SubmitResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueTest {
  private final Replica replica = new Replica();

  @Test
  void shouldCountWhatHappened() {
    // given
    Agent agent = replica.register("a");
    replica.submit("x", "y", "z");

    // when
    replica.completeOne(agent, replica.grant(agent));
    replica.grant(agent);

    // then
    Queue queue = queue("default");
    assertThat(queue.getSubmittedTotal()).isEqualTo(3);
    assertThat(queue.getGrantedTotal()).isEqualTo(2);
    assertThat(queue.getCompletedTotal()).isEqualTo(1);
    assertThat(queue.getPendingTasks()).isEqualTo(1);
    assertThat(queue.getRunningTasks()).isEqualTo(1);
    assertThat(queue.getRetainedTasks()).isEqualTo(1);

    // when
    replica.pass(10_000);

    // then
    assertThat(queue("default").getRetriedTotal()).isEqualTo(1);
    assertThat(queue("default").getPendingTasks()).isEqualTo(2);
  }

  /** Found by simulation: a refusal changes nothing. */
  @Test
  void shouldNotComeIntoBeingByATaskThatIsNotCreated() {
    // given
    replica.submit("x");

    // when the id is taken, or the task is there
    replica.submit(NewTask.newBuilder().setId("x").setQueue("other"));
    replica.submit(NewTask.newBuilder().setId("x"));

    // then
    assertThat(replica.machine.freeze().queues("")).containsOnlyKeys("default");
  }

  @Test
  void shouldForgetFinishedTasksAfterTheirTime() {
    // given
    put(Queue.newBuilder().setRetentionMillis(60_000));
    Agent agent = replica.register("a");
    replica.submit("x", "y");
    replica.completeOne(agent, replica.grant(agent));
    replica.pass(1_000);
    replica.completeOne(agent, replica.grant(agent));

    // when
    replica.pass(58_999);
    boolean before = replica.machine.freeze().task("", "x").isPresent();
    replica.pass(1);

    // then
    assertThat(before).isTrue();
    assertThat(replica.machine.freeze().task("", "x")).isEmpty();
    assertThat(replica.machine.freeze().task("", "y")).isPresent();
    assertThat(queue("default").getRetainedTasks()).isEqualTo(1);
    assertThat(queue("default").getCompletedTotal()).isEqualTo(2);
  }

  @Test
  void shouldForgetTheOldestWhenTooManyAreFinished() {
    // given
    put(Queue.newBuilder().setRetentionTasks(2));
    Agent agent = replica.register("a");
    replica.submit("w", "x", "y", "z");

    // when
    replica.grants(agent, 4).forEach(grant -> replica.completeOne(agent, grant));

    // then
    assertThat(replica.machine.freeze().tasks("").keySet()).containsExactlyInAnyOrder("y", "z");
  }

  @Test
  void shouldForgetByTheSweepWhatALoweredBoundLeavesOver() {
    // given
    Agent agent = replica.register("a");
    replica.submit("w", "x", "y", "z");
    replica.grants(agent, 4).forEach(grant -> replica.completeOne(agent, grant));

    // when
    put(Queue.newBuilder().setRetentionTasks(1));
    int before = replica.machine.freeze().tasks("").size();
    assertThat(replica.machine.nextDeadlineTick()).isZero();
    replica.sweep();

    // then
    assertThat(before).isEqualTo(4);
    assertThat(replica.machine.freeze().tasks("").keySet()).containsExactly("z");
  }

  @Test
  void shouldBoundItsUnfinishedTasks() {
    // given
    put(Queue.newBuilder().setTasksMax(2));

    // when
    List<SubmitResult> results =
        replica.submit(NewTask.newBuilder(), NewTask.newBuilder(), NewTask.newBuilder());

    // then
    assertThat(results.get(1).hasSubmitted()).isTrue();
    assertThat(results.get(2).getRefusal().getReason()).isEqualTo(ErrorReason.LIMIT_REACHED);
    assertThat(queue("default").getSubmittedTotal()).isEqualTo(2);
  }

  @Test
  void shouldGiveItsLeaseToTasksThatHaveNone() {
    // given
    put(Queue.newBuilder().setLeaseMillis(7_000));
    Agent agent = replica.register("a");
    replica.submit(NewTask.newBuilder().setId("x"), NewTask.newBuilder().setLeaseMillis(600));

    // then
    assertThat(replica.grant(agent).getLeaseMillis()).isEqualTo(7_000);
    assertThat(replica.grant(agent).getLeaseMillis()).isEqualTo(600);
  }

  @Test
  void shouldKeepItsTotalsWhenItsDefaultsChange() {
    // given
    replica.submit("x");

    // when
    Queue put = put(Queue.newBuilder().setLeaseMillis(7_000));

    // then
    assertThat(put.getSubmittedTotal()).isEqualTo(1);
    assertThat(put.getRevision()).isEqualTo(replica.machine.position());
    assertThat(queue("default")).isEqualTo(put);
  }

  private Queue put(Queue.Builder queue) {
    return replica
        .reply(
            Command.newBuilder()
                .setPutQueue(PutQueueRequest.newBuilder().setQueue(queue.setName("default"))))
        .getPutQueue()
        .getQueue();
  }

  private Queue queue(String name) {
    return replica.machine.freeze().queue("", name).orElseThrow();
  }
}
