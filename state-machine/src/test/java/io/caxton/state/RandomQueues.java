package io.caxton.state;

import io.caxton.v1.Command;
import io.caxton.v1.DeadFilter;
import io.caxton.v1.DeadSelection;
import io.caxton.v1.LateResults;
import io.caxton.v1.NewTask;
import io.caxton.v1.PurgeDeadTasksRequest;
import io.caxton.v1.PurgeQueueRequest;
import io.caxton.v1.Queue;
import io.caxton.v1.RedriveTasksRequest;
import io.caxton.v1.SettleLateResultRequest;
import io.caxton.v1.SteerQueueRequest;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.Random;

/** The part of a random history that is about queues, ordering keys and dead letters. */
final class RandomQueues {
  private static final String[] CAUSES = {"", "", "failed", "lease_ended", "total_timeout"};

  private final Random random;
  private final RandomHistory history;

  RandomQueues(Random random, RandomHistory history) {
    this.random = random;
    this.history = history;
  }

  void fill(Command.Builder command) {
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        SteerQueueRequest.Builder request =
            SteerQueueRequest.newBuilder()
                .setCall(history.call())
                .setFleet(history.fleet())
                .setQueue(history.queueName())
                .setPaused(random.nextInt(3) == 0);
        if (random.nextBoolean()) {
          request.setDraining(random.nextInt(3) == 0);
        }
        command.setSteerQueue(request);
      }
      case 2 ->
          command.setPurgeQueue(
              PurgeQueueRequest.newBuilder()
                  .setCall(history.call())
                  .setFleet(history.fleet())
                  .setQueue(history.queueName())
                  .setTasksMax(1 + random.nextInt(3)));
      case 3 ->
          command.setRedriveTasks(
              RedriveTasksRequest.newBuilder()
                  .setCall(history.call())
                  .setFleet(history.fleet())
                  .setSelection(selection()));
      case 4 ->
          command.setPurgeDeadTasks(
              PurgeDeadTasksRequest.newBuilder()
                  .setCall(history.call())
                  .setFleet(history.fleet())
                  .setSelection(selection()));
      default -> settle(command);
    }
  }

  private DeadSelection.Builder selection() {
    DeadSelection.Builder selection = DeadSelection.newBuilder();
    if (random.nextBoolean()) {
      history.state().tasks("").values().stream()
          .filter(task -> task.getState() == TaskState.TASK_STATE_DEAD)
          .map(Task::getId)
          .sorted()
          .limit(2)
          .forEach(selection::addTaskIds);
      return selection.addTaskIds(history.taskId());
    }
    return selection.setFilter(
        DeadFilter.newBuilder()
            .setQueue(history.queueName())
            .setCause(CAUSES[random.nextInt(CAUSES.length)])
            .setTasksMax(1 + random.nextInt(4)));
  }

  private void settle(Command.Builder command) {
    Task parked =
        history.state().tasks("").values().stream()
            .filter(task -> task.getParkedCount() > 0)
            .min(java.util.Comparator.comparing(Task::getId))
            .orElse(Task.getDefaultInstance());
    command.setSettleLateResult(
        SettleLateResultRequest.newBuilder()
            .setCall(history.call())
            .setFleet(history.fleet())
            .setTaskId(parked.getId().isEmpty() ? history.taskId() : parked.getId())
            .setFence(parked.getParkedCount() == 0 ? 1 : parked.getParked(0).getFence())
            .setAccept(random.nextBoolean()));
  }

  /** What most tasks do not have. */
  void spice(NewTask.Builder task) {
    if (random.nextInt(3) == 0) {
      task.setOrderingKey("k" + random.nextInt(3));
    }
    if (random.nextInt(6) == 0) {
      task.setCapability(RandomTalk.CAPABILITIES[random.nextInt(RandomTalk.CAPABILITIES.length)]);
    }
    if (random.nextInt(4) == 0) {
      task.setLateResults(
          random.nextBoolean()
              ? LateResults.LATE_RESULTS_PARK
              : LateResults.LATE_RESULTS_ACCEPT_IF_UNASSIGNED);
    }
    if (random.nextInt(6) == 0) {
      task.setStartTimeoutMillis(1 + random.nextInt(3_000));
    }
    if (random.nextInt(6) == 0) {
      task.setTotalTimeoutMillis(1 + random.nextInt(6_000));
    }
  }

  /** What most queues do not have. */
  void limit(Queue.Builder queue) {
    if (random.nextInt(3) == 0) {
      queue.setRunningMax(1 + random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      queue.setRateTasks(1 + random.nextInt(3)).setRatePeriodMillis(1 + random.nextInt(2_000));
    }
    if (random.nextInt(3) == 0) {
      queue
          .setDeadTasksMax(1 + random.nextInt(5))
          .setDeadRetentionMillis(1 + random.nextInt(9_000));
    }
  }
}
