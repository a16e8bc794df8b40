package io.caxton.client;

import io.caxton.v1.GetQueueRequest;
import io.caxton.v1.GetQueueResponse;
import io.caxton.v1.GetQueueStatsRequest;
import io.caxton.v1.GetQueueStatsResponse;
import io.caxton.v1.ListQueuesRequest;
import io.caxton.v1.ListQueuesResponse;
import io.caxton.v1.PurgeQueueRequest;
import io.caxton.v1.PurgeQueueResponse;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.PutQueueResponse;
import io.caxton.v1.Queue;
import io.caxton.v1.QueueStats;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.SteerQueueRequest;
import io.caxton.v1.SteerQueueResponse;
import io.caxton.v1.TasksGrpc;
import java.util.concurrent.CompletableFuture;

/** The queues of one fleet: their defaults, how they are steered, and totals. */
public final class Queues {
  private final Core core;
  private final String fleet;

  Queues(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
  }

  /** Sets a queue's defaults. */
  public CompletableFuture<Queue> put(Queue queue) {
    return core.mutate(
            TasksGrpc.getPutQueueMethod(),
            call ->
                PutQueueRequest.newBuilder().setCall(call).setFleet(fleet).setQueue(queue).build(),
            0)
        .thenApply(PutQueueResponse::getQueue);
  }

  /** Grants of the queue stop until {@link #resume}; it takes new tasks, and claims wait. */
  public CompletableFuture<Queue> pause(String name) {
    return steer(SteerQueueRequest.newBuilder().setQueue(name).setPaused(true));
  }

  /** The queue takes no new tasks until {@link #resume}; what it has goes on. */
  public CompletableFuture<Queue> drain(String name) {
    return steer(SteerQueueRequest.newBuilder().setQueue(name).setDraining(true));
  }

  /** Ends a pause and a drain. */
  public CompletableFuture<Queue> resume(String name) {
    return steer(SteerQueueRequest.newBuilder().setQueue(name).setPaused(false).setDraining(false));
  }

  private CompletableFuture<Queue> steer(SteerQueueRequest.Builder request) {
    SteerQueueRequest without = request.setFleet(fleet).build();
    return core.mutate(
            TasksGrpc.getSteerQueueMethod(), call -> without.toBuilder().setCall(call).build(), 0)
        .thenApply(SteerQueueResponse::getQueue);
  }

  /** Removes up to 1 000 pending tasks for good; the answer says how many are left. */
  public CompletableFuture<PurgeQueueResponse> purge(String name, int tasksMax) {
    return core.mutate(
        TasksGrpc.getPurgeQueueMethod(),
        call ->
            PurgeQueueRequest.newBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setQueue(name)
                .setTasksMax(tasksMax)
                .build(),
        0);
  }

  /** What is in the queue, by state and age; the node goes through all its tasks for it. */
  public CompletableFuture<QueueStats> stats(String name, ReadOptions read) {
    return core.read(
            TasksGrpc.getGetQueueStatsMethod(),
            GetQueueStatsRequest.newBuilder().setFleet(fleet).setName(name).setRead(read).build(),
            read)
        .thenApply(GetQueueStatsResponse::getStats);
  }

  public CompletableFuture<GetQueueResponse> get(String name, ReadOptions read) {
    return core.read(
        TasksGrpc.getGetQueueMethod(),
        GetQueueRequest.newBuilder().setFleet(fleet).setName(name).setRead(read).build(),
        read);
  }

  /** One page; the fleet in the request is set by this call. */
  public CompletableFuture<ListQueuesResponse> list(ListQueuesRequest request) {
    return core.read(
        TasksGrpc.getListQueuesMethod(),
        request.toBuilder().setFleet(fleet).build(),
        request.getRead());
  }
}
