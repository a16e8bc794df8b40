package io.caxton.client;

import io.caxton.v1.GetQueueRequest;
import io.caxton.v1.GetQueueResponse;
import io.caxton.v1.ListQueuesRequest;
import io.caxton.v1.ListQueuesResponse;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.PutQueueResponse;
import io.caxton.v1.Queue;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.TasksGrpc;
import java.util.concurrent.CompletableFuture;

/** The queues of one fleet: their defaults and totals. */
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
