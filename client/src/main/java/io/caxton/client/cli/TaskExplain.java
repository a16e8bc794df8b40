package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.ExplainTaskResponse;
import io.caxton.v1.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    description =
        "Says why a task waits or runs, who could take it, and when something happens next."
            + " Changes nothing.",
    footer = {"", "Example:", "  caxton task explain order-17"})
final class TaskExplain extends ClientCommand {
  private static final int NAMED_MAX = 10;

  @Parameters(paramLabel = "ID", description = "The task's id.")
  private String id;

  @Override
  int run(CaxtonClient client) {
    ExplainTaskResponse explained = join(client.tasks().explain(id, ListOptions.read(false)));
    print(() -> ProtoJson.of(explained), () -> text(explained));
    return ExitCode.OK;
  }

  static String text(ExplainTaskResponse explained) {
    Task task = explained.getTask();
    StringBuilder out = new StringBuilder();
    out.append(
        new Sheet()
            .line("id", task.getId())
            .line("queue", task.getQueue())
            .line("state", Names.of(task.getState()))
            .line("agent", task.getAgentId())
            .line("attempts left", explained.getAttemptsLeft())
            .line("next", Names.wall(explained.getNextWallMillis()))
            .line("could take it", able(explained))
            .line(
                "claims that wait",
                explained.hasWaitingClaims() && task.getFinishedTick() == 0
                    ? "" + explained.getWaitingClaims() + " for its queue"
                    : ""));
    out.append('\n');
    explained.getRemarksList().forEach(r -> out.append("- ").append(r.getText()).append('\n'));
    return out.toString();
  }

  private static String able(ExplainTaskResponse explained) {
    if (explained.getAbleAgentsTotal() == 0) {
      return explained.getTask().getFinishedTick() == 0 ? "nobody" : "";
    }
    int named = Math.min(NAMED_MAX, explained.getAbleAgentsCount());
    long others = explained.getAbleAgentsTotal() - named;
    return String.join(", ", explained.getAbleAgentsList().subList(0, named))
        + (others == 0 ? "" : " and " + others + " others");
  }
}
