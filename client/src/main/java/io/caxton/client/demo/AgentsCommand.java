package io.caxton.client.demo;

import io.caxton.client.console.Progress;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
      "Three servers, and a process for each 40 agents; all end with the command.",
      "Exit code 1 if a state differs, a message was lost or counted twice, or a process that was"
          + " woken did not find out that it is over.",
      "",
      "Example:",
      "  caxton demo agents --agents 200 --seconds 120 --seed 7 --json"
    })
final class AgentsCommand extends HavocCommand {
  private static final int AGENTS_MAX = 1_000;
  private static final int RATE_MAX = 10_000;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int agents;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Messages a second to all agents together, 1 to 10000 (default:" + " ${DEFAULT-VALUE}).")
  private int rate;

  AgentsCommand() {
    super(120, 86_400);
  }

  @Override
  HavocReport run() throws IOException, InterruptedException {
    range("--agents", agents, 1, AGENTS_MAX);
    range("--rate", rate, 1, RATE_MAX);
    AgentsOptions options = options(agents, rate);
    try (Progress progress = progress(options)) {
      return AgentsRun.run(options, progress);
    }
  }
}
