package io.caxton.client.demo;

import io.caxton.client.console.Progress;
import java.io.IOException;
import picocli.CommandLine.Command;

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
      "Three servers, and a process for each agent, 1 to 50; all end with the command. 1 to 200"
          + " tasks and sagas are submitted a second, for 5 to 3600 seconds. Some tasks fail now"
          + " and then, a few for good, and so do some last steps of sagas.",
      "Once a second the page of metrics of each node is read: caxton_stuck_tasks must be 0.",
      "Exit code 1 if anything is not as it must be, or a process that was woken did not find out"
          + " that it is over.",
      "",
      "Example:",
      "  caxton demo work --agents 12 --seconds 300 --seed 7 --json"
    })
final class WorkCommand extends HavocCommand {
  WorkCommand() {
    // An hour: every change is remembered until the end.
    super(new Bound(12, 1, 50), new Bound(40, 1, 200), new Bound(300, 5, 3_600));
  }

  @Override
  HavocReport run(AgentsOptions options, Progress progress)
      throws IOException, InterruptedException {
    return WorkRun.run(options, progress);
  }
}
