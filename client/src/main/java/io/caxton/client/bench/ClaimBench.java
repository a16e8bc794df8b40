package io.caxton.client.bench;

import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "claim",
    description =
        "Measures what a claim costs the servers while many tasks are pending in many queues, and"
            + " what the same claim costs an empty system: two clusters, in turn.",
    footer = {
      "",
      "Each run submits as many tasks as it claims to both; only the claims are measured.",
      "",
      "Example:",
      "  caxton bench tasks claim --tasks 1000000 --json | jq .median_ratio"
    })
final class ClaimBench extends Bench {
  @Option(
      names = "--tasks",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Tasks pending in the loaded system (default: ${DEFAULT-VALUE}).")
  private int tasks;

  @Option(
      names = "--queues",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Queues they are in (default: ${DEFAULT-VALUE}).")
  private int queues;

  @Option(
      names = "--claims",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Claims of each run (default: ${DEFAULT-VALUE}).")
  private int claims;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Runs of each system, in turn (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Range.check("--tasks", tasks, 1, 10_000_000);
    Range.check("--queues", queues, 1, 10_000);
    Range.check("--claims", claims, 1, 1_000_000);
    Range.check("--runs", runs, 1, 100);
    if (!options.addresses.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE, "this benchmark compares two clusters of its own", "No --addresses.");
    }
    try (BenchHome emptyHome = BenchHome.open(options);
        BenchHome loadedHome = BenchHome.open(options)) {
      ClaimSide empty = new ClaimSide(emptyHome, queues, options.payload(7));
      ClaimSide loaded = new ClaimSide(loadedHome, queues, options.payload(7));
      loaded.fill(tasks);
      say("warms up");
      empty.run(claims);
      loaded.run(claims);
      List<Double> emptyMicros = new ArrayList<>();
      List<Double> loadedMicros = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        emptyMicros.add(BenchReport.rounded(empty.run(claims)));
        loadedMicros.add(BenchReport.rounded(loaded.run(claims)));
        ratios.add(BenchReport.rounded(loadedMicros.getLast() / emptyMicros.getLast()));
        say("run " + (i + 1) + ": " + ratios.getLast());
      }
      BenchReport report =
          new BenchReport("tasks claim")
              .put("median_ratio", median(ratios))
              .put("ratios", ratios)
              .put("empty_server_cpu_micros_per_claim", emptyMicros)
              .put("loaded_server_cpu_micros_per_claim", loadedMicros)
              .put("tasks", tasks)
              .put("queues", queues)
              .put("claims", claims);
      return print(report, List.of());
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
