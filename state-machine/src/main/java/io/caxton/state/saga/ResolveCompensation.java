package io.caxton.state.saga;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.state.core.QueueState;
import io.caxton.state.core.SagaStore;
import io.caxton.state.core.TaskPhase;
import io.caxton.state.task.Compensations;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.ResolveCompensationRequest;
import io.caxton.v1.ResolveCompensationRequest.Resolution;
import io.caxton.v1.ResolveCompensationResponse;
import io.caxton.v1.Saga;
import io.caxton.v1.Task;

/** What becomes of a held compensation, as a person says. */
public final class ResolveCompensation {
  private final Core core;
  private final Compensations compensations;

  public ResolveCompensation(Core core) {
    this.core = core;
    this.compensations = new Compensations(core);
  }

  public Reply apply(ResolveCompensationRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    String fleetName = Fleets.nameOf(request.getFleet());
    String taskId = request.getTaskId();
    if (!request.getSagaId().isEmpty()) {
      Saga saga = SagaStore.find(fleet, request.getSagaId());
      if (saga == null || request.getStep() > saga.getStepsCount()) {
        String step = saga == null ? "" : " step " + request.getStep();
        return Refusals.reply(Refusals.notFound("saga", fleetName, request.getSagaId() + step));
      }
      taskId = saga.getSteps(request.getStep() - 1).getCompensationTaskId();
      if (taskId.isEmpty()) {
        return Refusals.reply(notHeld("step " + request.getStep(), "WAITING"));
      }
    }
    Task task = fleet == null ? null : fleet.tasks().get(taskId);
    if (task == null) {
      return Refusals.reply(Refusals.notFound("task", fleetName, taskId));
    }
    if (!TaskPhase.isHeld(task)) {
      return Refusals.reply(notHeld("task \"" + taskId + '"', task.getState().name()));
    }
    QueueState queue = fleet.queueStates().get(task.getQueue());
    if (request.getResolution() == Resolution.RESOLUTION_DONE) {
      compensations.finish(queue, task);
    } else {
      compensations.retry(queue, task);
    }
    return Reply.newBuilder()
        .setResolveCompensation(
            ResolveCompensationResponse.newBuilder()
                .setApplied(core.applied())
                .setTaskId(taskId)
                .setState(fleet.tasks().get(taskId).getState()))
        .build();
  }

  private static Refusal notHeld(String what, String state) {
    return Refusals.of(ErrorReason.NOT_HELD, what + " is not held, it is " + state, "state", state);
  }
}
