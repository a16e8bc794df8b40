package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.TaskPhase;
import io.caxton.state.core.TaskStore;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import io.caxton.v1.Task;
import java.util.Optional;

/** Lets only the holder of the current grant change a task. */
final class OwnerGuard {
  private OwnerGuard() {}

  /** Empty if the grant is valid; {@code task} is null if it is unknown. */
  static Optional<Refusal> check(
      Fleet fleet, Task task, String taskId, long fence, String agentId, long epoch) {
    if (task == null) {
      return Optional.of(Refusals.notFound("task", fleet.name(), taskId));
    }
    if (TaskStore.isFinished(task)) {
      return Optional.of(finished(task));
    }
    if (TaskPhase.isGranted(task)
        && task.getFence() == fence
        && task.getAgentEpoch() == epoch
        && task.getAgentId().equals(agentId)) {
      return Optional.empty();
    }
    return Optional.of(leaseLost(task, fence));
  }

  static Refusal finished(Task task) {
    return Refusals.of(
        ErrorReason.TASK_FINISHED,
        "task \"" + task.getId() + "\" has ended: " + task.getState(),
        "fence",
        Long.toString(task.getFence()),
        "state",
        task.getState().name());
  }

  private static Refusal leaseLost(Task task, long fence) {
    boolean runs = TaskPhase.isGranted(task);
    return Refusals.of(
        ErrorReason.LEASE_LOST,
        "fence " + fence + " of task \"" + task.getId() + "\" is no longer valid",
        "attempt",
        Integer.toString(task.getAttempt()),
        "fence",
        Long.toString(task.getFence()),
        "owner",
        runs ? task.getAgentId() : "",
        "state",
        task.getState().name());
  }
}
