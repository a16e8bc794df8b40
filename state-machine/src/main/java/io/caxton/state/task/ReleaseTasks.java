package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.ItemResult;
import io.caxton.v1.Refusal;
import io.caxton.v1.Release;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.ReleaseTasksResponse;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import java.util.Optional;

/** Gives tasks back without a charge: they are ready again at once, behind the others. */
public final class ReleaseTasks {
  private final Core core;
  private final TaskReturns returns;

  public ReleaseTasks(Core core) {
    this.core = core;
    this.returns = new TaskReturns(core);
  }

  public Reply apply(ReleaseTasksRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.check(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    ReleaseTasksResponse.Builder response =
        ReleaseTasksResponse.newBuilder().setApplied(core.applied());
    for (int i = 0; i < request.getReleasesCount(); i++) {
      response.addResults(apply(fleet, request, request.getReleases(i)));
    }
    return Reply.newBuilder().setReleaseTasks(response.build()).build();
  }

  private ItemResult apply(Fleet fleet, ReleaseTasksRequest request, Release item) {
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
    return ItemResults.of(returns.release(fleet.queueStates().get(task.getQueue()), task));
  }
}
