package io.caxton.server.grpc;

import io.caxton.state.Result;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.Grant;
import io.caxton.v1.RenewAgentsResponse;
import io.caxton.v1.RenewalResult;
import io.caxton.v1.Task;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Completes stored grants, which never carry payloads, from the tasks they grant. */
final class Grants {
  private Grants() {}

  static ClaimTasksResponse ofClaim(Result result) {
    ClaimTasksResponse stored =
        result.reply().hasRedeliverGrants()
            ? result.reply().getRedeliverGrants()
            : result.reply().getClaimTasks();
    ClaimTasksResponse.Builder response =
        ClaimTasksResponse.newBuilder().setApplied(stored.getApplied());
    addAll(stored.getGrantsList(), result.grantedTasks().iterator(), response::addGrants);
    return response.build();
  }

  static RenewAgentsResponse ofRenewal(Result result) {
    RenewAgentsResponse stored = result.reply().getRenewAgents();
    if (result.grantedTasks().isEmpty()) {
      return stored;
    }
    RenewAgentsResponse.Builder response =
        RenewAgentsResponse.newBuilder().setApplied(stored.getApplied());
    Iterator<Task> tasks = result.grantedTasks().iterator();
    for (RenewalResult renewal : stored.getResultsList()) {
      if (renewal.getRenewed().getMissingGrantsCount() == 0) {
        response.addResults(renewal);
        continue;
      }
      RenewalResult.Builder completed = renewal.toBuilder();
      completed.getRenewedBuilder().clearMissingGrants();
      addAll(
          renewal.getRenewed().getMissingGrantsList(),
          tasks,
          completed.getRenewedBuilder()::addMissingGrants);
      response.addResults(completed);
    }
    return response.build();
  }

  /**
   * The granted tasks come in the order of the grants. A grant of a replayed answer that is not
   * valid any more has a task without an id in its place.
   */
  private static void addAll(List<Grant> grants, Iterator<Task> tasks, Consumer<Grant> sink) {
    for (Grant grant : grants) {
      Task task = tasks.next();
      sink.accept(
          task.getId().isEmpty()
              ? grant
              : grant.toBuilder()
                  .setQueue(task.getQueue())
                  .setPayload(task.getPayload())
                  .addAllLabels(task.getLabelsList())
                  .setCompensatesTaskId(task.getCompensatesTaskId())
                  .build());
    }
  }
}
