package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.TaskStore;
import io.caxton.v1.Completion;
import io.caxton.v1.FailedAttempt;
import io.caxton.v1.ItemResult;
import io.caxton.v1.LateResults;
import io.caxton.v1.ParkedResult;
import io.caxton.v1.Refusal;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;

/** What becomes of a completion whose grant is lost, by the task's own policy. */
final class LateResult {
  private static final int PARKED_MAX = 3;

  private final Core core;

  LateResult(Core core) {
    this.core = core;
  }

  /** True if the task, which is not null, is to be completed although the grant is lost. */
  static boolean isWelcome(Task task, String agentId, Completion completion) {
    return task.getLateResults() == LateResults.LATE_RESULTS_ACCEPT_IF_UNASSIGNED
        && task.getState() == TaskState.TASK_STATE_PENDING
        && isLastGrant(task, agentId, completion.getFence());
  }

  /** The item's result: parked, or refused as {@code lost} says. */
  ItemResult refuseOrPark(
      Fleet fleet, Task task, String agentId, Completion completion, Refusal lost) {
    if (task == null
        || task.getLateResults() != LateResults.LATE_RESULTS_PARK
        || (TaskStore.isFinished(task) && !TaskStore.isDeadLetter(task))
        || !wasGranted(task, agentId, completion.getFence())) {
      return ItemResults.of(lost);
    }
    ItemResult parked = ItemResult.newBuilder().setState(task.getState()).setParked(true).build();
    for (ParkedResult earlier : task.getParkedList()) {
      if (earlier.getFence() == completion.getFence()) {
        return parked;
      }
    }
    if (task.getParkedCount() >= PARKED_MAX) {
      return ItemResults.of(Refusals.limit("parked results of a task", PARKED_MAX));
    }
    Task after =
        task.toBuilder()
            .addParked(
                ParkedResult.newBuilder()
                    .setFence(completion.getFence())
                    .setAgentId(agentId)
                    .setTick(core.progress().tick())
                    .setResult(completion.getResult()))
            .setRevision(core.progress().position())
            .build();
    core.tasks().amend(fleet.queueStates().get(task.getQueue()), task, after);
    return parked;
  }

  private static boolean wasGranted(Task task, String agentId, long fence) {
    if (isLastGrant(task, agentId, fence)) {
      return true;
    }
    for (FailedAttempt failed : task.getFailuresList()) {
      if (failed.getFence() == fence && failed.getAgentId().equals(agentId)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLastGrant(Task task, String agentId, long fence) {
    return fence != 0 && task.getFence() == fence && task.getAgentId().equals(agentId);
  }
}
