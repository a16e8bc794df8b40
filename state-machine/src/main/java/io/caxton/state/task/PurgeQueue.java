package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.QueueState;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.PurgeQueueRequest;
import io.caxton.v1.PurgeQueueResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import java.util.Locale;

/** Removes pending tasks of a queue for good, so many a command. */
public final class PurgeQueue {
  private static final int TASKS_MAX = 1_000;

  private final Core core;
  private final CancelTasks cancels;

  public PurgeQueue(Core core) {
    this.core = core;
    this.cancels = new CancelTasks(core);
  }

  public Reply apply(PurgeQueueRequest request) {
    QueueState queue = QueueLookup.find(core, request.getFleet(), request.getQueue());
    if (queue == null) {
      return Refusals.reply(QueueLookup.notFound(request.getFleet(), request.getQueue()));
    }
    if (queue.undoingTasks() > 0) {
      return Refusals.reply(mustComplete(queue));
    }
    int max = request.getTasksMax() == 0 ? TASKS_MAX : request.getTasksMax();
    int purged = 0;
    // What may have to be undone is cancelled, which may put a compensation into this very queue.
    while (purged < max && queue.pendingTasks() > 0 && queue.undoingTasks() == 0) {
      Task task = queue.firstPending();
      boolean begun = task.hasCompensation() && task.getAttempt() > 0;
      if (begun || !task.getSagaId().isEmpty()) {
        cancels.end(queue.fleet(), task);
      } else {
        core.tasks().purge(queue, task);
      }
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

  private static Refusal mustComplete(QueueState queue) {
    return Refusals.of(
        ErrorReason.COMPENSATION_REQUIRED,
        String.format(
            Locale.ROOT,
            "queue \"%s\" has %d compensations, which must complete",
            queue.name(),
            queue.undoingTasks()),
        "compensations",
        Long.toString(queue.undoingTasks()));
  }
}
