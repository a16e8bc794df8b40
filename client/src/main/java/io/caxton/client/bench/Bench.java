package io.caxton.client.bench;

import io.caxton.client.console.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all benchmarks share: their options, and how they end. */
@Command(mixinStandardHelpOptions = true)
abstract class Bench implements Callable<Integer> {
  @Mixin protected BenchOptions options;
  @Spec private CommandSpec spec;

  /** For people, while it runs. */
  final void say(String line) {
    System.err.println(line);
  }

  /** Prints the report; gives the exit code. */
  final int print(BenchReport report, List<Stored> stored) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(options.json ? report.json() : report.text());
    out.flush();
    int exitCode = ExitCode.OK;
    for (Stored one : stored) {
      if (one.differs()) {
        say(
            "caxton: "
                + one.acked()
                + " "
                + one.what()
                + " were acknowledged, but the cluster holds "
                + one.stored());
        exitCode = ExitCode.FAILED;
      }
    }
    return exitCode;
  }
}
