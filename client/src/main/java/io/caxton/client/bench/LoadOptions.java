package io.caxton.client.bench;

import io.caxton.client.console.Range;
import picocli.CommandLine.Option;

/** How hard and how long a cluster is loaded. */
final class LoadOptions {
  private static final int HEAT_IN_FLIGHT = 1_000;

  /** Short: at 40 000 a second, submitted tasks that nobody takes soon fill a node's memory. */
  private static final int MEASURED_LOAD_SECONDS = 5;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Items that are under way at once; with --rate at most so many (default:"
              + " ${DEFAULT-VALUE}).")
  int inFlight;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Items for each library call (default: ${DEFAULT-VALUE}).")
  int batch;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Items offered per second, whether or not earlier ones are answered; latency then counts"
              + " from when an item was due (default: as fast as --in-flight allows).")
  int rate;

  @Option(
      names = "--warmup-seconds",
      paramLabel = "N",
      defaultValue = "72",
      description =
          "Load before the measurement, reported apart: whole cycles (reads for reads) to get the"
              + " JVMs hot, then 5 seconds of what is measured (default: ${DEFAULT-VALUE}).")
  int warmupSeconds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Length of the measurement (default: ${DEFAULT-VALUE}).")
  int seconds;

  void check() {
    BenchOptions.inFlight(inFlight);
    Range.check("--batch", batch, 1, 1_000);
    Range.check("--rate", rate, 0, 10_000_000);
    Range.check("--warmup-seconds", warmupSeconds, 0, 3_600);
    Range.check("--seconds", seconds, 1, 86_400);
  }

  /** The load of all but the last seconds of the warm-up. */
  LoadOptions heat() {
    LoadOptions heat = new LoadOptions();
    heat.inFlight = HEAT_IN_FLIGHT;
    heat.batch = 1;
    heat.seconds = warmupSeconds - Math.min(MEASURED_LOAD_SECONDS, warmupSeconds / 4);
    return heat;
  }

  /** Library calls under way at once. */
  int slots() {
    return Math.max(1, inFlight / batch);
  }
}
