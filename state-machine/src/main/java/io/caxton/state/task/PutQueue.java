package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.QueueState;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.PutQueueResponse;
import io.caxton.v1.Refusal;
import io.caxton.v1.Reply;
import java.util.Optional;

/** Sets a queue's defaults, for the tasks in it too; begins the queue if there is none. */
public final class PutQueue {
  private final Core core;

  public PutQueue(Core core) {
    this.core = core;
  }

  public Reply apply(PutQueueRequest request) {
    Fleet fleet = core.fleets().get(request.getFleet());
    if (fleet == null) {
      Optional<Refusal> refusal = QueueLookup.checkFleets(core);
      if (refusal.isPresent()) {
        return Refusals.reply(refusal.get());
      }
      fleet = core.fleets().add(request.getFleet());
    }
    String name = QueueLookup.nameOf(request.getQueue().getName());
    QueueState queue = fleet.queueStates().get(name);
    if (queue == null) {
      Optional<Refusal> refusal = QueueLookup.checkQueues(core, fleet);
      if (refusal.isPresent()) {
        return Refusals.reply(refusal.get());
      }
      queue = QueueLookup.begin(core, fleet, name);
    }
    core.tasks()
        .put(
            queue,
            request.getQueue().toBuilder()
                .setName(name)
                .setRevision(core.progress().position())
                .build());
    return Reply.newBuilder()
        .setPutQueue(
            PutQueueResponse.newBuilder().setApplied(core.applied()).setQueue(queue.toQueue()))
        .build();
  }
}
