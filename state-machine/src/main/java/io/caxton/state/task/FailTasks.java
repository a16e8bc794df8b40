package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.FailTasksResponse;
import io.caxton.v1.Failure;
import io.caxton.v1.ItemResult;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import java.util.Optional;

/** Charges failed attempts: the tasks wait for their next one, or are dead. */
public final class FailTasks {
  private final Core core;
  private final TaskReturns returns;

  public FailTasks(Core core) {
    this.core = core;
    this.returns = new TaskReturns(core);
  }

  public Reply apply(FailTasksRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.check(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    FailTasksResponse.Builder response = FailTasksResponse.newBuilder().setApplied(core.applied());
    for (int i = 0; i < request.getFailuresCount(); i++) {
      response.addResults(apply(fleet, request, request.getFailures(i)));
    }
    return Reply.newBuilder().setFailTasks(response.build()).build();
  }

  private ItemResult apply(Fleet fleet, FailTasksRequest request, Failure item) {
    Task task = fleet.tasks().get(item.getTaskId());
    Optional<Refusal> refusal =
        OwnerGuard.check(
            fleet,
            task,
            item.getTaskId(),
            item.getFence(),
            request.getAgentId(),
            request.getEpoch());
    if (refusal.isPresent()) {
      return ItemResults.of(refusal.get());
    }
    return ItemResults.of(
        returns.charge(
            fleet.queueStates().get(task.getQueue()),
            task,
            Cause.FAILED,
            item.getMessage(),
            item.getFinal()));
  }
}
