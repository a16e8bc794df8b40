package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.agent.AgentGuard;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.CompleteTasksResponse;
import io.caxton.v1.Completion;
import io.caxton.v1.ItemResult;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.Optional;

/**
 * Ends granted tasks with their results; their payloads go at once. Late ones by the task's policy.
 */
public final class CompleteTasks {
  private final Core core;
  private final LateResult late;

  public CompleteTasks(Core core) {
    this.core = core;
    this.late = new LateResult(core);
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
      boolean takes =
          lost.isEmpty()
              || (task != null && LateResult.isWelcome(task, request.getAgentId(), completion));
      response.addResults(
          takes
              ? complete(fleet, task, completion)
              : late.refuseOrPark(fleet, task, request.getAgentId(), completion, lost.get()));
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
    Task completed = Completed.of(task, completion.getResult(), core.progress());
    core.tasks().replace(fleet.queueStates().get(task.getQueue()), task, completed);
    return ItemResults.of(TaskState.TASK_STATE_COMPLETED);
  }
}
