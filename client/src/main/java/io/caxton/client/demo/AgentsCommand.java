package io.caxton.client.demo;

import io.caxton.client.console.Progress;
import java.io.IOException;
import picocli.CommandLine.Command;

@Command(
    name = "agents",
    mixinStandardHelpOptions = true,
    description =
        "Sends messages to many stateful agents while processes with agents are killed with"
            + " SIGKILL, others are stopped and woken when their successors are at work, and"
            + " leaders are killed. In the end every agent's state must be the chain of the"
            + " messages that were acknowledged, each once.",
    footer = {
      "",
      "Three servers, and a process for each 40 agents, of which there are 1 to 1000; all end with"
          + " the command. 1 to 10000 messages are sent a second, for 5 to 86400 seconds.",
      "Exit code 1 if a state differs, a message was lost or counted twice, or a process that was"
          + " woken did not find out that it is over.",
      "",
      "Example:",
      "  caxton demo agents --agents 200 --seconds 120 --seed 7 --json"
    })
final class AgentsCommand extends HavocCommand {
  AgentsCommand() {
    super(new Bound(200, 1, 1_000), new Bound(100, 1, 10_000), new Bound(120, 5, 86_400));
  }

  @Override
  HavocReport run(AgentsOptions options, Progress progress)
      throws IOException, InterruptedException {
    return AgentsRun.run(options, progress);
  }
}
