package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.state.core.Progress;
import io.caxton.state.core.TaskPhase;
import io.caxton.state.core.TaskStore;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.CancelTasksResponse;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ItemResult;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.Locale;

/** Ends tasks whoever runs them; the log order decides against a complete. */
public final class CancelTasks {
  private final Core core;

  public CancelTasks(Core core) {
    this.core = core;
  }

  public Reply apply(CancelTasksRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    CancelTasksResponse.Builder response =
        CancelTasksResponse.newBuilder().setApplied(core.applied());
    for (int i = 0; i < request.getTaskIdsCount(); i++) {
      String taskId = request.getTaskIds(i);
      Task task = fleet == null ? null : fleet.tasks().get(taskId);
      response.addResults(
          task == null
              ? ItemResults.of(Refusals.notFound("task", Fleets.nameOf(request.getFleet()), taskId))
              : cancel(fleet, task));
    }
    return Reply.newBuilder().setCancelTasks(response.build()).build();
  }

  private ItemResult cancel(Fleet fleet, Task task) {
    if (TaskStore.isFinished(task)) {
      return ItemResults.of(OwnerGuard.finished(task));
    }
    if (TaskPhase.isCompensating(task)) {
      return ItemResults.of(mustComplete(task));
    }
    end(fleet, task);
    return ItemResults.of(TaskState.TASK_STATE_CANCELLED);
  }

  /** One that has not ended and is no compensation. */
  public void end(Fleet fleet, Task task) {
    Progress now = core.progress();
    Task cancelled =
        task.toBuilder()
            .setState(TaskState.TASK_STATE_CANCELLED)
            .clearPayload()
            .clearParked()
            .setLeaseUntilTick(0)
            .setNotBeforeTick(0)
            .setOrder(now.nextOrder())
            .setRevision(now.position())
            .setFinishedTick(now.tick())
            .build();
    core.tasks().replace(fleet.queueStates().get(task.getQueue()), task, cancelled);
  }

  private static Refusal mustComplete(Task task) {
    return Refusals.of(
        ErrorReason.COMPENSATION_REQUIRED,
        String.format(
            Locale.ROOT,
            "task \"%s\" undoes \"%s\" and has to complete",
            task.getId(),
            task.getCompensatesTaskId()),
        "compensates",
        task.getCompensatesTaskId(),
        "held",
        Boolean.toString(TaskPhase.isHeld(task)));
  }
}
