package io.caxton.state.task;

import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.TaskPhase;
import io.caxton.v1.Command;
import io.caxton.v1.Grant;
import io.caxton.v1.RenewalResult;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.List;

/** Finds the tasks of grants in a stored reply again. */
public final class Regrants {
  private Regrants() {}

  /** One task for each grant, in order; the default instance where the grant is not valid now. */
  public static List<Task> stillValid(Core core, Command command, Reply reply) {
    List<Task> tasks = new ArrayList<>();
    switch (reply.getReplyCase()) {
      case CLAIM_TASKS -> {
        Fleet fleet = core.fleets().get(command.getClaimTasks().getFleet());
        reply.getClaimTasks().getGrantsList().forEach(grant -> tasks.add(find(fleet, grant)));
      }
      case RENEW_AGENTS -> {
        Fleet fleet = core.fleets().get(command.getRenewAgents().getFleet());
        for (RenewalResult result : reply.getRenewAgents().getResultsList()) {
          result
              .getRenewed()
              .getMissingGrantsList()
              .forEach(grant -> tasks.add(find(fleet, grant)));
        }
      }
      default -> {
        // No other stored reply has grants.
      }
    }
    return tasks;
  }

  private static Task find(Fleet fleet, Grant grant) {
    Task task = fleet == null ? null : fleet.tasks().get(grant.getTaskId());
    boolean valid =
        task != null && TaskPhase.isGranted(task) && task.getFence() == grant.getFence();
    return valid ? task : Task.getDefaultInstance();
  }
}
