package io.caxton.client.demo;

import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.DurationConverter;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.Progress;
import io.caxton.client.console.Range;
import io.caxton.client.console.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    subcommands = {HundredCommand.class, AgentsCommand.class, WorkCommand.class},
    description =
        "Indexes every file of a folder with a real cluster and real agents, kills leaders and"
            + " agents while they work, and compares the result with a plain sequential pass.",
    footer = {
      "",
      "Processes are killed with SIGKILL: every --crash-every, and when 20, 40, 60 and 80 percent"
          + " are done;",
      "in turns an agent that holds a file, and the leader. At least three agents and two leaders"
          + " die.",
      "Each further fifth of the files is handed out when the one before is done.",
      "",
      "Exit code 1 if a file was lost, indexed twice or differs. Ctrl-C leaves nothing running.",
      "",
      "Examples:",
      "  caxton demo",
      "  caxton demo --input ~/photos --agents 10 --crash-every 500ms --seed 7 --out index.tsv",
      "  caxton demo --json | jq .outage_millis",
      "  caxton demo hundred --kill-at before-commit",
      "  caxton demo agents --agents 200 --seconds 120",
      "  caxton demo work --agents 12 --seconds 300"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int AGENTS_MAX = 100;

  @Option(
      names = "--input",
      paramLabel = "DIR",
      description =
          "The folder, without .git, target and .caxton in it; no symbolic link is followed"
              + " (default: Caxton's own sources).")
  private Path input;

  @Option(
      names = "--agents",
      paramLabel = "N",
      defaultValue = "6",
      description = "Agent processes (default: ${DEFAULT-VALUE}).")
  private int agents;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "4",
      description = "Files an agent works on at once (default: ${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(
      names = "--crash-every",
      paramLabel = "DURATION",
      defaultValue = "2s",
      converter = DurationConverter.class,
      description = "Time between kills; 0: none at all (default: ${DEFAULT-VALUE}).")
  private Duration crashEvery;

  @Option(
      names = "--work-millis",
      paramLabel = "N",
      description =
          "How long an agent deliberately takes for each file (default: so that all files take"
              + " about five seconds, at most 1000, and 5000 for fewer than five files).")
  private Long workMillis;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Chooses the victims (default: a random one, printed).")
  private Long seed;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Writes a line for each file: path, sha256, attempts, agent's pid, fence.")
  private Path out;

  @Option(names = "--keep", description = "Keep the servers' data and all logs, and say where.")
  private boolean keep;

  @Option(names = "--json", description = "End with one JSON object, for scripts.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    if (!Files.exists(inputOrOwn())) {
      throw new CommandFailure(ExitCode.USAGE, "--input " + input + " does not exist", "");
    }
    InputFiles files = InputFiles.below(inputOrOwn());
    if (files.paths().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "there is no file in " + files.root(), "Name a folder with --input.");
    }
    DemoReport report;
    try (Progress progress = Progress.of("indexed", files.paths().size())) {
      progress.say(
          "Input:   "
              + Text.plural(files.paths().size(), "file")
              + ", "
              + Text.bytes(files.bytes())
              + ", in "
              + files.root()
              + (files.skipped() > 0 ? "; " + files.skipped() + " could not be looked at" : ""));
      report = new DemoRun(options(), files).run(progress);
    }
    if (out != null) {
      List<String> lines = report.outcomes().stream().map(FileOutcome::line).toList();
      Files.write(out, lines);
    }
    PrintWriter print = spec.commandLine().getOut();
    print.println(json ? Json.of(report.object()) : report.text());
    print.flush();
    return report.good() ? ExitCode.OK : ExitCode.FAILED;
  }

  private DemoOptions options() {
    return new DemoOptions(
        input,
        agents,
        concurrency,
        crashEvery,
        seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed,
        workMillis == null ? OptionalLong.empty() : OptionalLong.of(workMillis),
        keep);
  }

  private void check() throws IOException {
    Range.check("--agents", agents, 1, AGENTS_MAX);
    Range.check("--concurrency", concurrency, 1, 1_000);
    Range.check("--work-millis", workMillis == null ? 0 : workMillis, 0, 60_000);
    if (!crashEvery.isZero()) {
      Range.check("--crash-every in ms", crashEvery.toMillis(), 100, Integer.MAX_VALUE);
    }
    if (out != null && !Files.isDirectory(out.toAbsolutePath().getParent())) {
      throw new CommandFailure(
          ExitCode.USAGE, "the folder of --out " + out + " does not exist", "Create it first.");
    }
  }

  private Path inputOrOwn() {
    if (input == null) {
      input = Path.of(System.getenv().getOrDefault("CAXTON_HOME", "."));
    }
    return input;
  }
}
