package io.caxton.client.demo;

import io.caxton.client.console.CommandFailure;
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
  private final int secondsMax;

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

  /**
   * @param seconds unless told otherwise
   */
  HavocCommand(int seconds, int secondsMax) {
    this.seconds = seconds;
    this.secondsMax = secondsMax;
  }

  abstract HavocReport run() throws IOException, InterruptedException;

  final AgentsOptions options(int agents, int perSecond) {
    range("--seconds", seconds, 5, secondsMax);
    return new AgentsOptions(
        agents,
        seconds,
        perSecond,
        seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed,
        keep);
  }

  /** Counts towards all that will be sent. */
  static Progress progress(AgentsOptions options) {
    return Progress.of("acknowledged", (long) options.perSecond() * options.seconds());
  }

  @Override
  public final Integer call() throws IOException, InterruptedException {
    HavocReport report = run();
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.of(report.object()) : report.text());
    out.flush();
    return report.good() ? ExitCode.OK : ExitCode.FAILED;
  }

  static void range(String option, long value, long min, long max) {
    if (value < min || value > max) {
      throw new CommandFailure(
          ExitCode.USAGE, option + " is " + value + ", must be " + min + " to " + max, "");
    }
  }
}
