package io.caxton.client;

import io.caxton.v1.DeadSelection;
import io.caxton.v1.PurgeDeadTasksRequest;
import io.caxton.v1.PurgeDeadTasksResponse;
import io.caxton.v1.RedriveTasksRequest;
import io.caxton.v1.RedriveTasksResponse;
import io.caxton.v1.SettleLateResultRequest;
import io.caxton.v1.SettleLateResultResponse;
import io.caxton.v1.TaskState;
import io.caxton.v1.TasksGrpc;
import java.util.concurrent.CompletableFuture;

/**
 * The tasks of one fleet that did not end well: dead letters, and results that came too late. They
 * are listed and read as all tasks.
 */
public final class DeadTasks {
  private final Core core;
  private final String fleet;

  DeadTasks(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
  }

  /** Submits dead tasks again, each as a new task: one result each. */
  public CompletableFuture<RedriveTasksResponse> redrive(DeadSelection selection) {
    return core.mutate(
        TasksGrpc.getRedriveTasksMethod(),
        call ->
            RedriveTasksRequest.newBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setSelection(selection)
                .build(),
        0);
  }

  /** Removes dead tasks for good: one result each. */
  public CompletableFuture<PurgeDeadTasksResponse> purge(DeadSelection selection) {
    return core.mutate(
        TasksGrpc.getPurgeDeadTasksMethod(),
        call ->
            PurgeDeadTasksRequest.newBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setSelection(selection)
                .build(),
        0);
  }

  /**
   * Completes the task with the result that is parked under this fence, or drops that result. Gives
   * the state that the task is in then.
   */
  public CompletableFuture<TaskState> settle(String taskId, long fence, boolean accept) {
    return core.mutate(
            TasksGrpc.getSettleLateResultMethod(),
            call ->
                SettleLateResultRequest.newBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setTaskId(taskId)
                    .setFence(fence)
                    .setAccept(accept)
                    .build(),
            0)
        .thenApply(SettleLateResultResponse::getState);
  }
}
