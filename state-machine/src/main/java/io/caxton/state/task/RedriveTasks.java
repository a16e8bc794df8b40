package io.caxton.state.task;

import io.caxton.state.core.Core;
import io.caxton.state.core.Progress;
import io.caxton.state.core.QueueState;
import io.caxton.state.core.TimeOuts;
import io.caxton.v1.DeadResult;
import io.caxton.v1.RedriveTasksRequest;
import io.caxton.v1.RedriveTasksResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.Optional;

/** Submits dead letters again, each as a new task with all attempts before it. */
public final class RedriveTasks {
  private final Core core;
  private final DeadLetters letters;

  public RedriveTasks(Core core) {
    this.core = core;
    this.letters = new DeadLetters(core);
  }

  public Reply apply(RedriveTasksRequest request) {
    int[] index = {0};
    DeadLetters.Done done =
        letters.forEach(
            request.getFleet(),
            request.getSelection(),
            (queue, task) -> redrive(queue, task, index[0]++));
    return Reply.newBuilder()
        .setRedriveTasks(
            RedriveTasksResponse.newBuilder()
                .setApplied(core.applied())
                .addAllResults(done.results())
                .setNextOrder(done.nextOrder()))
        .build();
  }

  private DeadResult redrive(QueueState queue, Task dead, int index) {
    Optional<Refusal> refusal = SubmitTasks.checkRoom(queue);
    if (refusal.isPresent()) {
      return DeadLetters.refused(dead.getId(), refusal.get());
    }
    String id = "t-" + core.progress().position() + "-" + index;
    while (!core.tasks().insert(queue, anew(dead, id, index))) {
      id += "x"; // A caller took the very id that was this one's turn.
    }
    Progress now = core.progress();
    Task redriven =
        dead.toBuilder()
            .clearPayload()
            .clearCompensation()
            .clearParked()
            .setRedrivenTo(id)
            .setOrder(now.nextOrder())
            .setRevision(now.position())
            .build();
    core.tasks().replace(queue, dead, redriven);
    return DeadResult.newBuilder().setTaskId(dead.getId()).setNewTaskId(id).build();
  }

  private Task anew(Task dead, String id, int index) {
    Progress now = core.progress();
    Task.Builder task =
        Task.newBuilder()
            .setId(id)
            .setQueue(dead.getQueue())
            .setState(TaskState.TASK_STATE_PENDING)
            .setPayload(dead.getPayload())
            .addAllLabels(dead.getLabelsList())
            .setPriority(dead.getPriority())
            .setAttemptTimeoutMillis(dead.getAttemptTimeoutMillis())
            .setLeaseMillis(dead.getLeaseMillis())
            .setOrderingKey(dead.getOrderingKey())
            .setCapability(dead.getCapability())
            .setLateResults(dead.getLateResults())
            .setRedrivenFrom(dead.getId())
            .setSubmittedPosition(now.position())
            .setSubmittedIndex(index)
            .setSubmittedWallMillis(now.wallMillis())
            .setOrder(now.nextOrder())
            .setRevision(now.position());
    if (dead.hasRetry()) {
      task.setRetry(dead.getRetry());
    }
    if (dead.hasCompensation()) {
      task.setCompensation(dead.getCompensation());
    }
    if (dead.getDeadlineWallMillis() > now.wallMillis()) {
      task.setDeadlineWallMillis(dead.getDeadlineWallMillis());
    }
    TimeOuts.begin(task, dead.getStartTimeoutMillis(), dead.getTotalTimeoutMillis(), 0, now.tick());
    return task.build();
  }
}
