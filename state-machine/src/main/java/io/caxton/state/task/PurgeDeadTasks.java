package io.caxton.state.task;

import io.caxton.state.core.Core;
import io.caxton.v1.DeadResult;
import io.caxton.v1.PurgeDeadTasksRequest;
import io.caxton.v1.PurgeDeadTasksResponse;
import io.caxton.v1.Reply;

/** Removes dead letters for good. */
public final class PurgeDeadTasks {
  private final Core core;
  private final DeadLetters letters;

  public PurgeDeadTasks(Core core) {
    this.core = core;
    this.letters = new DeadLetters(core);
  }

  public Reply apply(PurgeDeadTasksRequest request) {
    DeadLetters.Done done =
        letters.forEach(
            request.getFleet(),
            request.getSelection(),
            (queue, task) -> {
              core.tasks().forgetDead(queue, task);
              return DeadResult.newBuilder().setTaskId(task.getId()).build();
            });
    return Reply.newBuilder()
        .setPurgeDeadTasks(
            PurgeDeadTasksResponse.newBuilder()
                .setApplied(core.applied())
                .addAllResults(done.results())
                .setNextOrder(done.nextOrder()))
        .build();
  }
}
