package io.caxton.jepsen.run;

import io.caxton.client.console.Json;
import io.caxton.jepsen.bug.SeededBug;
import io.caxton.jepsen.bug.SeededBugs;
import io.caxton.jepsen.host.Shell;
import io.caxton.jepsen.host.Tools;
import io.caxton.jepsen.nemesis.Nemeses;
import io.caxton.jepsen.nemesis.Nemesis;
import io.caxton.jepsen.workload.Workloads;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

@Command(
    name = "jepsen",
    mixinStandardHelpOptions = true,
    description = "Runs a workload on a real cluster while faults strike, and judges the history.",
    subcommands = {CampaignCommand.class, CleanCommand.class},
    footer = {
      "",
      "Exit codes: 0 valid; 1 invalid; 2 unknown (the run does not count, or usage).",
      "The last line of the output is the verdict.",
      "",
      "Examples:",
      "  caxton jepsen --list",
      "  caxton jepsen --workload register --nemesis kill,pause,partition,clock --seconds 60",
      "  caxton jepsen --workload set --nemesis power-loss --seed 7",
      "  caxton jepsen --seeded-bug stale-read"
    })
public final class JepsenCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Spec private CommandSpec spec;

  @Mixin private RunOptions options;

  @Option(
      names = "--workload",
      paramLabel = "W",
      description = "One of --list; all, one after the other, unless given.")
  private Optional<String> workload;

  @Option(
      names = "--nemesis",
      paramLabel = "A,B",
      defaultValue = "none",
      description = "Some of --list, 'all' for everything mixed, or 'none' (default).")
  private String nemesis;

  @Option(
      names = "--seeded-bug",
      paramLabel = "NAME",
      description =
          "Puts one of the bugs of --list into the servers; workload, nemesis and seconds are those"
              + " that find it unless given.")
  private Optional<String> seededBug;

  @Option(names = "--list", description = "Prints what there is, and ends.")
  private boolean list;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (list) {
      Listing.print(json);
      return 0;
    }
    seededBug.ifPresent(this::takeDefaultsOf);
    List<Nemesis> nemeses = nemeses();
    List<Workload> workloads = workloads();
    checkUsage();
    try {
      return run(workloads, nemeses);
    } catch (ParameterException usage) {
      throw usage;
    } catch (RuntimeException | AssertionError broken) {
      // The harness failed, not the cluster: that is no verdict about it.
      broken.printStackTrace();
      System.out.println("unknown: the harness failed: " + broken.getMessage());
      return 2;
    }
  }

  private int run(List<Workload> workloads, List<Nemesis> nemeses) throws InterruptedException {
    if (!options.plain) {
      requireRoot();
    }
    if (!options.plain) {
      Tools.require();
    }
    List<RunResult> results = new ArrayList<>();
    for (Workload one : workloads) {
      RunConfig config = config(one, nemeses, workloads.size() > 1);
      System.err.println("folder " + config.out() + "\nagain  " + config.again());
      results.add(JepsenRun.run(config, one));
      if (workloads.size() > 1) {
        System.err.println(one.name() + ": " + results.getLast().line());
      }
    }
    return conclude(results);
  }

  private List<Nemesis> nemeses() {
    try {
      return Nemeses.of(nemesis);
    } catch (IllegalArgumentException unknown) {
      throw usage(unknown.getMessage() + "; see --list");
    }
  }

  private List<Workload> workloads() {
    return workload
        .map(
            name ->
                List.of(
                    Workloads.named(name)
                        .orElseThrow(() -> usage("no workload '" + name + "'; see --list"))))
        .orElse(Workloads.all());
  }

  private void checkUsage() {
    if (options.nodes < 1 || options.nodes > 7) {
      throw usage("--nodes must be between 1 and 7");
    }
    if (options.seconds < 1) {
      throw usage("--seconds must be at least 1");
    }
  }

  /** What finds the bug, unless something else was asked for. */
  private void takeDefaultsOf(String bugName) {
    SeededBug bug =
        SeededBugs.all().stream()
            .filter(one -> one.name().equals(bugName))
            .findFirst()
            .orElseThrow(() -> usage("no seeded bug '" + bugName + "'; see --list"));
    ParseResult given = spec.commandLine().getParseResult();
    if (workload.isEmpty()) {
      workload = Optional.of(bug.workload());
    }
    if (!given.hasMatchedOption("--nemesis")) {
      nemesis = String.join(",", bug.nemeses());
    }
    if (!given.hasMatchedOption("--seconds")) {
      options.seconds = bug.seconds();
    }
  }

  private void requireRoot() {
    if (!Shell.isRoot()) {
      System.err.println(
          "not root: plain processes with proxies between them, as with --plain. No power loss,"
              + " no disks of their own.");
      options.plain = true;
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private RunConfig config(Workload one, List<Nemesis> nemeses, boolean several) {
    long seed = options.seed.orElseGet(() -> (long) ThreadLocalRandom.current().nextInt(1_000_000));
    List<String> names = nemeses.stream().map(Nemesis::name).toList();
    String folder =
        "%s-%s-%d-%s"
            .formatted(
                one.name(),
                nemesis.replace(',', '+'),
                seed,
                LocalDateTime.now(java.time.ZoneId.systemDefault()).format(TIME));
    Path out = options.out.map(dir -> several ? dir.resolve(folder) : dir).orElse(home(folder));
    return new RunConfig(
        one.name(),
        names,
        options.seconds,
        seed,
        options.nodes,
        options.rate,
        out,
        seededBug,
        options.plain,
        options.relaxed,
        options.fileSystem);
  }

  static Path home(String folder) {
    String root = System.getenv().getOrDefault("CAXTON_HOME", ".");
    return Path.of(root, "target", "jepsen", folder);
  }

  /** The worst of all is the last line. */
  private int conclude(List<RunResult> results) {
    RunResult worst =
        results.stream().max(java.util.Comparator.comparing(RunResult::answer)).orElseThrow();
    if (json) {
      System.out.println(
          Json.of(
              results.size() == 1
                  ? worst.toMap()
                  : Json.object(
                      "verdict", worst.line(),
                      "runs", results.stream().map(RunResult::toMap).toList())));
    } else {
      results.forEach(Listing::summary);
      System.out.println(worst.line());
    }
    return worst.exitCode();
  }
}
