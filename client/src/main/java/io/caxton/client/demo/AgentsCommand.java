package io.caxton.client.demo;

import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
final class AgentsCommand implements Callable<Integer> {
  private static final int AGENTS_MAX = 1_000;
  private static final int SECONDS_MAX = 86_400;
  private static final int RATE_MAX = 10_000;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int agents;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "120",
      description = "Length of the havoc, 5 to 86400 (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Messages a second to all agents together, 1 to 10000 (default:" + " ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Chooses victims and pauses (default: a random one, printed).")
  private Long seed;

  @Option(names = "--keep", description = "Keep the servers' data and all logs, and say where.")
  private boolean keep;

  @Option(names = "--json", description = "End with one JSON object, for scripts.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    range("--agents", agents, 1, AGENTS_MAX);
    range("--seconds", seconds, 5, SECONDS_MAX);
    range("--rate", rate, 1, RATE_MAX);
    AgentsOptions options =
        new AgentsOptions(
            agents,
            seconds,
            rate,
            seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed,
            keep);
    AgentsReport report;
    try (Progress progress = Progress.of("acknowledged", (long) rate * seconds)) {
      report = AgentsRun.run(options, progress);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.of(report.object()) : report.text());
    out.flush();
    return report.good() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void range(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new CommandFailure(
          ExitCode.USAGE, option + " is " + value + ", must be " + min + " to " + max, "");
    }
  }
}
