package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.QueueState;
import io.caxton.v1.PurgeQueueRequest;
import io.caxton.v1.PurgeQueueResponse;
import io.caxton.v1.Reply;

/** Removes pending tasks of a queue for good, so many a command. */
public final class PurgeQueue {
  private static final int TASKS_MAX = 1_000;

  private final Core core;

  public PurgeQueue(Core core) {
    this.core = core;
  }

  public Reply apply(PurgeQueueRequest request) {
    QueueState queue = QueueLookup.find(core, request.getFleet(), request.getQueue());
    if (queue == null) {
      return Refusals.reply(QueueLookup.notFound(request.getFleet(), request.getQueue()));
    }
    int max = request.getTasksMax() == 0 ? TASKS_MAX : request.getTasksMax();
    int purged = 0;
    while (purged < max && queue.pendingTasks() > 0) {
      core.tasks().purge(queue, queue.firstPending());
      purged++;
    }
    return Reply.newBuilder()
        .setPurgeQueue(
            PurgeQueueResponse.newBuilder()
                .setApplied(core.applied())
                .setPurged(purged)
                .setLeft(queue.pendingTasks()))
        .build();
  }
}
