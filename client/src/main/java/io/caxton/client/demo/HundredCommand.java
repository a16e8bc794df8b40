package io.caxton.client.demo;

import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "hundred",
    mixinStandardHelpOptions = true,
    description =
        "Sends 100 messages to an agent that counts them, kills the agent with SIGKILL at one step"
            + " of its loop, starts a new process under its id, and compares: exactly 100 counted,"
            + " and the state of an agent that nobody killed.",
    footer = {
      "",
      "Three servers, a sender and the agent are real processes and end with the command.",
      "Exit code 1 if a message was lost or counted twice, or the state differs.",
      "",
      "Examples:",
      "  caxton demo hundred --list",
      "  caxton demo hundred --kill-at commit-sent --seed 7 --json",
      "  caxton demo hundred --kill-leader"
    })
final class HundredCommand implements Callable<Integer> {
  @Option(
      names = "--kill-at",
      paramLabel = "STEP",
      description = "Where the agent is killed (default: every step, an agent each).")
  private String killAt;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Chooses after how many messages it dies (default: a random one, printed).")
  private Long seed;

  @Option(names = "--kill-leader", description = "Kill the leader at the same moment.")
  private boolean killLeader;

  @Option(names = "--list", description = "List the steps, and do nothing.")
  private boolean list;

  @Option(names = "--keep", description = "Keep the servers' data and all logs, and say where.")
  private boolean keep;

  @Option(names = "--json", description = "End with one JSON object, for scripts.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      HundredStep.all().forEach(step -> out.printf("%-20s %s%n", step.word(), step.what()));
      out.flush();
      return ExitCode.OK;
    }
    List<HundredStep> steps = killAt == null ? HundredStep.all() : List.of(HundredStep.of(killAt));
    HundredOptions options =
        new HundredOptions(
            steps,
            killLeader,
            seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed,
            keep);
    HundredReport report;
    try (Progress progress = Progress.of("agents", steps.size())) {
      report = HundredRun.run(options, progress);
    }
    out.println(json ? Json.of(report.object()) : report.text());
    out.flush();
    return report.good() ? ExitCode.OK : ExitCode.FAILED;
  }
}
