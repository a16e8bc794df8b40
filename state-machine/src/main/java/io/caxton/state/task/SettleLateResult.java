package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.state.core.QueueState;
import io.caxton.v1.ParkedResult;
import io.caxton.v1.Reply;
import io.caxton.v1.SettleLateResultRequest;
import io.caxton.v1.SettleLateResultResponse;
import io.caxton.v1.Task;

/** Completes a task with a result that is parked with it, or drops that result. */
public final class SettleLateResult {
  private final Core core;

  public SettleLateResult(Core core) {
    this.core = core;
  }

  public Reply apply(SettleLateResultRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Task task = fleet == null ? null : fleet.tasks().get(request.getTaskId());
    if (task == null) {
      return notFound(request, "task", request.getTaskId());
    }
    for (int i = 0; i < task.getParkedCount(); i++) {
      if (task.getParked(i).getFence() == request.getFence()) {
        Task after = request.getAccept() ? accept(fleet, task, i) : drop(fleet, task, i);
        return Reply.newBuilder()
            .setSettleLateResult(
                SettleLateResultResponse.newBuilder()
                    .setApplied(core.applied())
                    .setState(after.getState()))
            .build();
      }
    }
    return notFound(request, "parked result", request.getTaskId() + " fence " + request.getFence());
  }

  private Task accept(Fleet fleet, Task task, int index) {
    ParkedResult parked = task.getParked(index);
    Task completed = Completed.of(task, parked.getResult(), core.progress());
    core.tasks().replace(queue(fleet, task), task, completed);
    return completed;
  }

  private Task drop(Fleet fleet, Task task, int index) {
    Task dropped =
        task.toBuilder().removeParked(index).setRevision(core.progress().position()).build();
    core.tasks().amend(queue(fleet, task), task, dropped);
    return dropped;
  }

  private static QueueState queue(Fleet fleet, Task task) {
    return fleet.queueStates().get(task.getQueue());
  }

  private static Reply notFound(SettleLateResultRequest request, String noun, String id) {
    return Refusals.reply(Refusals.notFound(noun, Fleets.nameOf(request.getFleet()), id));
  }
}
