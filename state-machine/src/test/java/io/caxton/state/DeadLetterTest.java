package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.DeadFilter;
import io.caxton.v1.DeadResult;
import io.caxton.v1.DeadSelection;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.Failure;
import io.caxton.v1.Grant;
import io.caxton.v1.Label;
import io.caxton.v1.NewTask;
import io.caxton.v1.PurgeDeadTasksRequest;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.RedriveTasksRequest;
import io.caxton.v1.RedriveTasksResponse;
import io.caxton.v1.SteerQueueRequest;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that died: kept, redriven, purged; and the time-outs of which tasks die. */
class DeadLetterTest {
  private static final ByteString PAYLOAD = ByteString.copyFromUtf8("work");

  private final Replica replica = new Replica();
  private final Agent agent = replica.register("a");

  @Test
  void shouldKeepPayloadAndCauseOfADeadTask() {
    // given
    die("x");

    // then
    Task dead = replica.task("x");
    assertThat(dead.getPayload()).isEqualTo(PAYLOAD);
    assertThat(dead.getFailuresList()).hasSize(1);
    assertThat(dead.getFailures(0).getAgentId()).isEqualTo("a");
    assertThat(dead.getFailures(0).getFence()).isEqualTo(dead.getFence());
    assertThat(dead.getFailures(0).getMessage()).isEqualTo("broken");
    assertThat(queue().getDeadTasks()).isEqualTo(1);
    assertThat(queue().getRetainedTasks()).isZero();
  }

  @Test
  void shouldRedriveADeadTaskAsANewOneThatKnowsWhereItComesFrom() {
    // given
    die("x");

    // when
    DeadResult result = redrive(ids("x")).getResults(0);

    // then
    Task redriven = replica.task(result.getNewTaskId());
    assertThat(redriven.getState()).isEqualTo(TaskState.TASK_STATE_PENDING);
    assertThat(redriven.getRedrivenFrom()).isEqualTo("x");
    assertThat(redriven.getPayload()).isEqualTo(PAYLOAD);
    assertThat(redriven.getAttemptsCharged()).isZero();
    assertThat(redriven.getFailuresList()).isEmpty();
    Task dead = replica.task("x");
    assertThat(dead.getState()).isEqualTo(TaskState.TASK_STATE_DEAD);
    assertThat(dead.getRedrivenTo()).isEqualTo(redriven.getId());
    assertThat(dead.getFailuresList()).hasSize(1);
    assertThat(dead.getPayload()).isEmpty();
    assertThat(queue().getDeadTasks()).isZero();
    assertThat(queue().getRedrivenTotal()).isEqualTo(1);
    assertThat(replica.grant(agent).getTaskId()).isEqualTo(redriven.getId());
  }

  @Test
  void shouldRefuseToRedriveWhatIsNoDeadLetter() {
    // given
    die("x");
    replica.submit("y");
    String redrivenTo = redrive(ids("x")).getResults(0).getNewTaskId();

    // when
    List<DeadResult> results = redrive(ids("x", "y", "z")).getResultsList();

    // then
    assertThat(results.get(0).getRefusal().getReason()).isEqualTo(ErrorReason.TASK_NOT_DEAD);
    assertThat(results.get(0).getRefusal().getDetails(0).getValue()).isEqualTo(redrivenTo);
    assertThat(results.get(1).getRefusal().getReason()).isEqualTo(ErrorReason.TASK_NOT_DEAD);
    assertThat(results.get(2).getRefusal().getReason()).isEqualTo(ErrorReason.NOT_FOUND);
    assertThat(queue().getRedrivenTotal()).isEqualTo(1);
  }

  @Test
  void shouldRefuseToRedriveIntoAQueueThatDrains() {
    // given
    die("x");
    replica.apply(
        Command.newBuilder().setSteerQueue(SteerQueueRequest.newBuilder().setDraining(true)));

    // then
    assertThat(redrive(ids("x")).getResults(0).getRefusal().getReason())
        .isEqualTo(ErrorReason.QUEUE_DRAINING);
    assertThat(queue().getDeadTasks()).isEqualTo(1);
  }

  @Test
  void shouldRedriveByFilterInBoundedSteps() {
    // given
    die("x1");
    die("y");
    die("x2");
    die("x3");
    DeadFilter filter =
        DeadFilter.newBuilder()
            .setIdPrefix("x")
            .setCause("failed")
            .addLabels(label())
            .setTasksMax(2)
            .build();

    // when
    RedriveTasksResponse first = redrive(DeadSelection.newBuilder().setFilter(filter));
    RedriveTasksResponse second =
        redrive(
            DeadSelection.newBuilder()
                .setFilter(filter.toBuilder().setAfterOrder(first.getNextOrder())));

    // then
    assertThat(first.getResultsList())
        .extracting(DeadResult::getTaskId)
        .containsExactly("x1", "x2");
    assertThat(first.getNextOrder()).isPositive();
    assertThat(second.getResultsList()).extracting(DeadResult::getTaskId).containsExactly("x3");
    assertThat(second.getNextOrder()).isZero();
    assertThat(queue().getDeadTasks()).isEqualTo(1);
    assertThat(
            redrive(
                    DeadSelection.newBuilder()
                        .setFilter(DeadFilter.newBuilder().setCause("lease_ended")))
                .getResultsList())
        .isEmpty();
  }

  /** Found by thinking the model's test through: ending one may push out what was chosen. */
  @Test
  void shouldPassOverWhatARedriveBeforeItPushedOut() {
    // given a bound that is lower than what is there
    for (String id : List.of("w", "x", "y", "z")) {
      die(id);
    }
    put(Queue.newBuilder().setDeadTasksMax(1));

    // when
    List<DeadResult> results =
        redrive(DeadSelection.newBuilder().setFilter(DeadFilter.getDefaultInstance()))
            .getResultsList();

    // then
    assertThat(results).extracting(DeadResult::getTaskId).containsExactly("w", "z");
    assertThat(queue().getDeadTasks()).isZero();
  }

  @Test
  void shouldPurgeDeadTasksAndNoOthers() {
    // given
    die("x");
    die("y");
    replica.submit("z");

    // when
    List<DeadResult> results =
        replica
            .reply(
                Command.newBuilder()
                    .setPurgeDeadTasks(
                        PurgeDeadTasksRequest.newBuilder().setSelection(ids("x", "z"))))
            .getPurgeDeadTasks()
            .getResultsList();

    // then
    assertThat(results.get(0).hasRefusal()).isFalse();
    assertThat(results.get(1).getRefusal().getReason()).isEqualTo(ErrorReason.TASK_NOT_DEAD);
    assertThat(replica.machine.freeze().tasks("")).containsOnlyKeys("y", "z");
  }

  @Test
  void shouldKeepDeadLettersLongerThanOtherEndedTasks() {
    // given
    put(Queue.newBuilder().setRetentionMillis(1_000).setDeadRetentionMillis(5_000));
    die("x");
    replica.submit("y");
    replica.completeOne(agent, replica.grant(agent));

    // when
    replica.pass(1_000);

    // then
    assertThat(replica.machine.freeze().tasks("")).containsOnlyKeys("x");
    replica.pass(3_999);
    assertThat(replica.machine.freeze().tasks("")).containsOnlyKeys("x");
    replica.pass(1);
    assertThat(replica.machine.freeze().tasks("")).isEmpty();
  }

  @Test
  void shouldForgetTheOldestDeadLettersAboveTheirBound() {
    // given
    put(Queue.newBuilder().setDeadTasksMax(2));

    // when
    die("x");
    die("y");
    die("z");

    // then
    assertThat(replica.machine.freeze().tasks("")).containsOnlyKeys("y", "z");
  }

  @Test
  void shouldEndATaskThatIsNotGrantedInTime() {
    // given
    replica.submit(
        NewTask.newBuilder().setId("x").setDelayMillis(500).setStartTimeoutMillis(1_000));

    // when
    replica.pass(1_499);
    assertThat(replica.task("x").getState()).isEqualTo(TaskState.TASK_STATE_PENDING);
    replica.pass(1);

    // then
    assertThat(replica.task("x").getState()).isEqualTo(TaskState.TASK_STATE_DEAD);
    assertThat(replica.task("x").getFailures(0).getCause()).isEqualTo("start_timeout");
  }

  @Test
  void shouldNotEndATaskThatWasGrantedInTime() {
    // given
    replica.submit(NewTask.newBuilder().setId("x").setStartTimeoutMillis(1_000));
    Grant grant = replica.grant(agent);
    replica.apply(Replica.release(agent, grant));

    // when
    replica.pass(2_000);

    // then
    assertThat(replica.task("x").getState()).isEqualTo(TaskState.TASK_STATE_PENDING);
  }

  @Test
  void shouldEndATaskInTotalHoweverItsGrantsAreExtended() {
    // given
    replica.submit(NewTask.newBuilder().setId("x").setTotalTimeoutMillis(5_000));

    // when
    Grant grant = replica.grant(agent);

    // then
    assertThat(grant.getLeaseMillis()).isEqualTo(5_000);
    replica.pass(5_000);
    Task dead = replica.task("x");
    assertThat(dead.getState()).isEqualTo(TaskState.TASK_STATE_DEAD);
    assertThat(dead.getFailuresList()).hasSize(1);
    assertThat(dead.getFailures(0).getCause()).isEqualTo("total_timeout");
  }

  @Test
  void shouldNotGrantATaskWhoseTimeIsOverBeforeTheSweep() {
    // given
    replica.submit(NewTask.newBuilder().setId("x").setTotalTimeoutMillis(1_000));
    replica.submit("y");
    replica.tick += 1_000;

    // then
    assertThat(replica.grant(agent).getTaskId()).isEqualTo("y");
    assertThat(replica.task("x").getFailures(0).getCause()).isEqualTo("total_timeout");
  }

  @Test
  void shouldCountTheTimesOfARedrivenTaskFromItsRedrive() {
    // given
    replica.submit(
        NewTask.newBuilder().setId("x").setStartTimeoutMillis(1_000).setTotalTimeoutMillis(9_000));
    replica.pass(1_000);

    // when
    String id = redrive(ids("x")).getResults(0).getNewTaskId();

    // then
    assertThat(replica.task(id).getStartByTick()).isEqualTo(replica.tick + 1_000);
    assertThat(replica.task(id).getEndByTick()).isEqualTo(replica.tick + 9_000);
  }

  private static Label label() {
    return Label.newBuilder().setKey("k").setValue("v").build();
  }

  private static DeadSelection.Builder ids(String... ids) {
    return DeadSelection.newBuilder().addAllTaskIds(List.of(ids));
  }

  private RedriveTasksResponse redrive(DeadSelection.Builder selection) {
    return replica
        .reply(
            Command.newBuilder()
                .setRedriveTasks(RedriveTasksRequest.newBuilder().setSelection(selection)))
        .getRedriveTasks();
  }

  private void die(String id) {
    replica.submit(NewTask.newBuilder().setId(id).setPayload(PAYLOAD).addLabels(label()));
    Grant grant = replica.grant(agent);
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
                            .setMessage("broken")
                            .setFinal(true))));
  }

  private void put(Queue.Builder queue) {
    replica.apply(
        Command.newBuilder()
            .setPutQueue(PutQueueRequest.newBuilder().setQueue(queue.setName("default"))));
  }

  private Queue queue() {
    return replica.machine.freeze().queue("", "default").orElseThrow();
  }
}
