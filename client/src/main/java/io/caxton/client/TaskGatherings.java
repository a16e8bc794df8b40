package io.caxton.client;

import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.CancelTasksResponse;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.CompleteTasksResponse;
import io.caxton.v1.Completion;
import io.caxton.v1.ExtendResult;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.ExtendTasksResponse;
import io.caxton.v1.Extension;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.FailTasksResponse;
import io.caxton.v1.ItemResult;
import io.caxton.v1.NewTask;
import io.caxton.v1.Release;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.ReleaseTasksResponse;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.Submitted;
import io.caxton.v1.TaskState;
import io.caxton.v1.TasksGrpc;

/** How each kind of task call travels with others of its kind. */
final class TaskGatherings {
  private TaskGatherings() {}

  static Gathering<NewTask, SubmitTasksRequest, SubmitTasksResponse, Submitted> submit(
      String fleet) {
    return new Gathering<>(
        TasksGrpc.getSubmitTasksMethod(),
        "tasks",
        NewTask::getSerializedSize,
        (call, items) -> {
          var request = SubmitTasksRequest.newBuilder().setCall(call).setFleet(fleet);
          items.forEach(item -> request.addTasks(item.item));
          return request.build();
        },
        (response, i, item) -> settle(response.getResults(i), item));
  }

  private static void settle(SubmitResult result, Gathered<NewTask, Submitted> item) {
    if (result.hasRefusal()) {
      item.completeExceptionally(Failure.exception(result.getRefusal()));
    } else if (result.getSubmitted().getTaskId().isEmpty()) {
      // The server does not repeat an id that the caller chose.
      item.complete(result.getSubmitted().toBuilder().setTaskId(item.item.getId()).build());
    } else {
      item.complete(result.getSubmitted());
    }
  }

  static Gathering<Completion, CompleteTasksRequest, CompleteTasksResponse, TaskState> complete(
      String fleet, AgentEpoch agent) {
    return new Gathering<>(
        TasksGrpc.getCompleteTasksMethod(),
        "completions",
        Completion::getSerializedSize,
        (call, items) -> {
          var request =
              CompleteTasksRequest.newBuilder()
                  .setCall(call)
                  .setFleet(fleet)
                  .setAgentId(agent.agentId())
                  .setEpoch(agent.epoch());
          items.forEach(item -> request.addCompletions(item.item));
          return request.build();
        },
        (response, i, item) -> settle(response.getResults(i), item));
  }

  static Gathering<io.caxton.v1.Failure, FailTasksRequest, FailTasksResponse, TaskState> fail(
      String fleet, AgentEpoch agent) {
    return new Gathering<>(
        TasksGrpc.getFailTasksMethod(),
        "failures",
        io.caxton.v1.Failure::getSerializedSize,
        (call, items) -> {
          var request =
              FailTasksRequest.newBuilder()
                  .setCall(call)
                  .setFleet(fleet)
                  .setAgentId(agent.agentId())
                  .setEpoch(agent.epoch());
          items.forEach(item -> request.addFailures(item.item));
          return request.build();
        },
        (response, i, item) -> settle(response.getResults(i), item));
  }

  static Gathering<Release, ReleaseTasksRequest, ReleaseTasksResponse, TaskState> release(
      String fleet, AgentEpoch agent) {
    return new Gathering<>(
        TasksGrpc.getReleaseTasksMethod(),
        "releases",
        Release::getSerializedSize,
        (call, items) -> {
          var request =
              ReleaseTasksRequest.newBuilder()
                  .setCall(call)
                  .setFleet(fleet)
                  .setAgentId(agent.agentId())
                  .setEpoch(agent.epoch());
          items.forEach(item -> request.addReleases(item.item));
          return request.build();
        },
        (response, i, item) -> settle(response.getResults(i), item));
  }

  static Gathering<Extension, ExtendTasksRequest, ExtendTasksResponse, Integer> extend(
      String fleet, AgentEpoch agent) {
    return new Gathering<>(
        TasksGrpc.getExtendTasksMethod(),
        "extensions",
        Extension::getSerializedSize,
        (call, items) -> {
          var request =
              ExtendTasksRequest.newBuilder()
                  .setCall(call)
                  .setFleet(fleet)
                  .setAgentId(agent.agentId())
                  .setEpoch(agent.epoch());
          items.forEach(item -> request.addExtensions(item.item));
          return request.build();
        },
        (response, i, item) -> {
          ExtendResult result = response.getResults(i);
          if (result.hasRefusal()) {
            item.completeExceptionally(Failure.exception(result.getRefusal()));
          } else {
            item.complete(result.getLeaseMillis());
          }
        });
  }

  static Gathering<String, CancelTasksRequest, CancelTasksResponse, TaskState> cancel(
      String fleet) {
    return new Gathering<>(
        TasksGrpc.getCancelTasksMethod(),
        "task_ids",
        String::length,
        (call, items) -> {
          var request = CancelTasksRequest.newBuilder().setCall(call).setFleet(fleet);
          items.forEach(item -> request.addTaskIds(item.item));
          return request.build();
        },
        (response, i, item) -> settle(response.getResults(i), item));
  }

  private static void settle(ItemResult result, Gathered<?, TaskState> item) {
    if (result.hasRefusal()) {
      item.completeExceptionally(Failure.exception(result.getRefusal()));
    } else {
      item.complete(result.getState());
    }
  }
}
