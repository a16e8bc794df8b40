package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Progress;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.CompleteTasksResponse;
import io.caxton.v1.Completion;
import io.caxton.v1.ItemResult;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.Optional;

/** Ends granted tasks with their results; their payloads go at once. */
public final class CompleteTasks {
  private final Core core;

  public CompleteTasks(Core core) {
    this.core = core;
  }

  public Reply apply(CompleteTasksRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    Optional<Refusal> refusal =
        AgentGuard.check(fleet, request.getFleet(), request.getAgentId(), request.getEpoch());
    if (refusal.isPresent()) {
      return Refusals.reply(refusal.get());
    }
    CompleteTasksResponse.Builder response =
        CompleteTasksResponse.newBuilder().setApplied(core.applied());
    for (int i = 0; i < request.getCompletionsCount(); i++) {
      Completion completion = request.getCompletions(i);
      Task task = fleet.tasks().get(completion.getTaskId());
      Optional<Refusal> lost =
          check(fleet, task, request.getAgentId(), request.getEpoch(), completion);
      response.addResults(
          lost.isPresent() ? ItemResults.of(lost.get()) : complete(fleet, task, completion));
    }
    return Reply.newBuilder().setCompleteTasks(response.build()).build();
  }

  /** Empty if the agent may end the task now; {@code task} is null if it is unknown. */
  public Optional<Refusal> check(
      Fleet fleet, Task task, String agentId, long epoch, Completion completion) {
    return OwnerGuard.check(
        fleet, task, completion.getTaskId(), completion.getFence(), agentId, epoch);
  }

  /** Of one that was checked. */
  public ItemResult complete(Fleet fleet, Task task, Completion completion) {
    Progress now = core.progress();
    Task completed =
        task.toBuilder()
            .setState(TaskState.TASK_STATE_COMPLETED)
            .clearPayload()
            .setResult(completion.getResult())
            .setLeaseUntilTick(0)
            .setOrder(now.nextOrder())
            .setRevision(now.position())
            .setFinishedTick(now.tick())
            .build();
    core.tasks().replace(fleet.queueStates().get(task.getQueue()), task, completed);
    return ItemResults.of(TaskState.TASK_STATE_COMPLETED);
  }
}
