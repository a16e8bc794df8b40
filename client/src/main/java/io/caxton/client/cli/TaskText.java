package io.caxton.client.cli;

import io.caxton.client.console.Table;
import io.caxton.v1.FailedAttempt;
import io.caxton.v1.ParkedResult;
import io.caxton.v1.Task;
import java.util.List;

/** Tasks as people read them. */
final class TaskText {
  private TaskText() {}

  static Table table(List<Task> tasks) {
    Table table = new Table("ID", "QUEUE", "STATE", ">ATTEMPT", ">FENCE", "AGENT", "SUBMITTED");
    for (Task task : tasks) {
      table.row(
          task.getId(),
          task.getQueue(),
          Names.of(task.getState()),
          task.getAttempt(),
          task.getFence(),
          task.getAgentId(),
          Names.wall(task.getSubmittedWallMillis()));
    }
    return table;
  }

  static Sheet sheet(Task task) {
    Sheet sheet =
        new Sheet()
            .line("id", task.getId())
            .line("queue", task.getQueue())
            .line("state", Names.of(task.getState()))
            .line("attempt", task.getAttempt())
            .line("charged", task.getAttemptsCharged())
            .line("agent", task.getAgentId())
            .line("epoch", task.getAgentEpoch())
            .line("fence", task.getFence())
            .line("priority", task.getPriority())
            .line("labels", Names.labels(task.getLabelsList()))
            .line("payload", Names.bytes(task.getPayload()))
            .line("result", Names.bytes(task.getResult()))
            .line("submitted", Names.wall(task.getSubmittedWallMillis()))
            .line("deadline", Names.wall(task.getDeadlineWallMillis()))
            .line("key", task.getOrderingKey())
            .line("capability", task.getCapability())
            .line("redriven from", task.getRedrivenFrom())
            .line("redriven to", task.getRedrivenTo())
            .line("saga", task.getSagaId())
            .line("undoes", task.getCompensatesTaskId())
            .line("undone by", task.getCompensationTaskId())
            .line("held", task.getHeldTick() == 0 ? "" : "until it is resolved")
            .line("revision", task.getRevision());
    for (FailedAttempt failed : task.getFailuresList()) {
      sheet.line(
          "failure " + failed.getAttempt(),
          failed.getCause()
              + (failed.getAgentId().isEmpty() ? "" : " at " + failed.getAgentId())
              + (failed.getMessage().isEmpty() ? "" : ": " + failed.getMessage()));
    }
    for (ParkedResult parked : task.getParkedList()) {
      sheet.line(
          "late result " + parked.getFence(),
          "by " + parked.getAgentId() + ": " + Names.bytes(parked.getResult()));
    }
    return sheet;
  }
}
