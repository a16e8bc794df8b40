package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.ExtendResult;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.ExtendTasksResponse;
import io.caxton.v1.Extension;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import java.util.Optional;

/** Moves the end of grants: counted from now, within the time of the attempt. */
public final class ExtendTasks {
  private final Core core;

  public ExtendTasks(Core core) {
    this.core = core;
  }

  public Reply apply(ExtendTasksRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.check(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    ExtendTasksResponse.Builder response =
        ExtendTasksResponse.newBuilder().setApplied(core.applied());
    for (int i = 0; i < request.getExtensionsCount(); i++) {
      Extension extension = request.getExtensions(i);
      Task task = fleet.tasks().get(extension.getTaskId());
      Optional<Refusal> lost =
          OwnerGuard.check(
              fleet,
              task,
              extension.getTaskId(),
              extension.getFence(),
              request.getAgentId(),
              request.getEpoch());
      ExtendResult.Builder result = ExtendResult.newBuilder();
      if (lost.isPresent()) {
        result.setRefusal(lost.get());
      } else {
        result.setLeaseMillis(extend(fleet, task, extension.getLeaseMillis()));
      }
      response.addResults(result.build());
    }
    return Reply.newBuilder().setExtendTasks(response.build()).build();
  }

  private int extend(Fleet fleet, Task task, int askedMillis) {
    long tick = core.progress().tick();
    int leaseMillis = askedMillis != 0 ? askedMillis : task.getGrantedLeaseMillis();
    long until = Leases.until(tick, leaseMillis, task.getGrantedTick(), task);
    core.tasks().extend(fleet, task.toBuilder().setLeaseUntilTick(until).build());
    return (int) Math.max(0, until - tick);
  }
}
