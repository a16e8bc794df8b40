package io.caxton.jepsen.run;

import io.caxton.jepsen.disk.LoopDisk;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How runs are made, whatever they run. */
final class RunOptions {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "Length of the faults phase (default: ${DEFAULT-VALUE}).")
  int seconds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Repeats the schedule of a run; drawn and printed unless given.")
  Optional<Long> seed;

  @Option(
      names = "--nodes",
      paramLabel = "3|5",
      defaultValue = "3",
      description = "Servers (default: ${DEFAULT-VALUE}).")
  int nodes;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "0",
      description = "Operations a second at most; 0: as the workload likes (default).")
  double rate;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The run's folder (default: target/jepsen/WORKLOAD-NEMESIS-SEED-TIME). With several"
              + " runs, the folder of their folders.")
  Optional<Path> out;

  @Option(
      names = "--plain",
      description = "Plain processes on 127.0.0.0/8 with proxies between them, also as root.")
  boolean plain;

  @Option(
      names = "--relaxed",
      description = "Election time-outs of 500 to 1 000 ms instead of the product's 200 to 400.")
  boolean relaxed;

  @Option(
      names = "--fs",
      paramLabel = "xfs|ext4",
      defaultValue = "xfs",
      description = "The file system of each node's disk (default: ${DEFAULT-VALUE}).")
  LoopDisk.FileSystem fileSystem;
}
