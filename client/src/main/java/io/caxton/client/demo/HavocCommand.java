package io.caxton.client.demo;

import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command that lets agents work while they and the leaders are killed, and judges the outcome.
 */
abstract class HavocCommand implements Callable<Integer> {
  private final Bound agentsBound;
  private final Bound rateBound;
  private final Bound secondsBound;

  @Option(
      names = "--agents",
      paramLabel = "N",
      description = "How many agents (default: ${DEFAULT-VALUE}).")
  private int agents;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "How much is sent to all together, a second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Length of the havoc, at least 5 (default: ${DEFAULT-VALUE}).")
  private int seconds;

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

  HavocCommand(Bound agents, Bound rate, Bound seconds) {
    this.agents = agents.usual();
    this.rate = rate.usual();
    this.seconds = seconds.usual();
    this.agentsBound = agents;
    this.rateBound = rate;
    this.secondsBound = seconds;
  }

  abstract HavocReport run(AgentsOptions options, Progress progress)
      throws IOException, InterruptedException;

  private AgentsOptions options() {
    agentsBound.check("--agents", agents);
    rateBound.check("--rate", rate);
    secondsBound.check("--seconds", seconds);
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    return new AgentsOptions(agents, seconds, rate, chosen, keep);
  }

  @Override
  public final Integer call() throws IOException, InterruptedException {
    AgentsOptions options = options();
    HavocReport report;
    long all = (long) options.perSecond() * options.seconds();
    try (Progress progress = Progress.of("acknowledged", all)) {
      report = run(options, progress);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.of(report.object()) : report.text());
    out.flush();
    return report.good() ? ExitCode.OK : ExitCode.FAILED;
  }
}
