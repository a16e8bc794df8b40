package io.caxton.client.demo;

import io.caxton.client.console.Progress;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "work",
    mixinStandardHelpOptions = true,
    description =
        "Submits tasks and sagas while agent processes are killed with SIGKILL, others are stopped"
            + " and woken when their successors are at work, and leaders are killed. Follows every"
            + " change of every task meanwhile: none may be lost or end twice, fences must rise, an"
            + " ordering key has one task at a time, and what was done must be undone in reverse"
            + " order when a saga fails or is cancelled.",
    footer = {
      "",
      "Three servers, and a process for each agent; all end with the command. Some tasks fail now"
          + " and then, a few for good, and so do some last steps of sagas.",
      "Once a second the page of metrics of each node is read: caxton_stuck_tasks must be 0.",
      "Exit code 1 if anything is not as it must be, or a process that was woken did not find out"
          + " that it is over.",
      "",
      "Example:",
      "  caxton demo work --agents 12 --seconds 300 --seed 7 --json"
    })
final class WorkCommand extends HavocCommand {
  private static final int AGENTS_MAX = 50;
  private static final int RATE_MAX = 200;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "12",
      description = "How many, each a process, 1 to 50 (default: ${DEFAULT-VALUE}).")
  private int agents;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "40",
      description = "Tasks and sagas submitted a second, 1 to 200 (default: ${DEFAULT-VALUE}).")
  private int rate;

  WorkCommand() {
    // An hour: every change is remembered until the end.
    super(300, 3_600);
  }

  @Override
  HavocReport run() throws IOException, InterruptedException {
    range("--agents", agents, 1, AGENTS_MAX);
    range("--rate", rate, 1, RATE_MAX);
    AgentsOptions options = options(agents, rate);
    try (Progress progress = progress(options)) {
      return WorkRun.run(options, progress);
    }
  }
}
