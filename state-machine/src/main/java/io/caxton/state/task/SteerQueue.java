package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.QueuePolicy;
import io.caxton.state.core.QueueState;
import io.caxton.v1.Reply;
import io.caxton.v1.SteerQueueRequest;
import io.caxton.v1.SteerQueueResponse;

/** Pauses, resumes or drains a queue. */
public final class SteerQueue {
  private final Core core;

  public SteerQueue(Core core) {
    this.core = core;
  }

  public Reply apply(SteerQueueRequest request) {
    QueueState queue = QueueLookup.find(core, request.getFleet(), request.getQueue());
    if (queue == null) {
      return Refusals.reply(QueueLookup.notFound(request.getFleet(), request.getQueue()));
    }
    QueuePolicy policy = queue.policy();
    core.tasks()
        .steer(
            queue,
            request.hasPaused() ? request.getPaused() : policy.isPaused(),
            request.hasDraining() ? request.getDraining() : policy.isDraining());
    return Reply.newBuilder()
        .setSteerQueue(
            SteerQueueResponse.newBuilder().setApplied(core.applied()).setQueue(queue.toQueue()))
        .build();
  }
}
