package io.caxton.server;

import io.caxton.state.bench.CoreBench;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the deterministic core alone. */
@Command(
    name = "bench-core",
    mixinStandardHelpOptions = true,
    description =
        "Applies submits, claims and completes to the core alone, on one thread, each through the"
            + " dedup gate.")
final class CoreBenchCommand implements Callable<Integer> {
  private static final int COMMANDS_IN_A_RECORD = 100;

  @Option(names = "--json", description = "One JSON object.")
  private boolean json;

  @Option(
      names = {"--commands", "--tasks"},
      defaultValue = "3000000",
      description = "Timed commands. Default: ${DEFAULT-VALUE}.")
  private long commands;

  @Option(
      names = "--batch",
      defaultValue = "1",
      description = "Tasks in each command. Default: ${DEFAULT-VALUE}.")
  private int items;

  @Option(
      names = "--payload-bytes",
      defaultValue = "256",
      description = "Payload of each task. Default: ${DEFAULT-VALUE}.")
  private int payloadBytes;

  @Option(
      names = "--pending",
      defaultValue = "0",
      description = "Ready tasks that lie in another queue. Default: ${DEFAULT-VALUE}.")
  private int pendingTasks;

  @Option(names = "--freeze", description = "Freeze a view after every record, as for readers.")
  private boolean freezes;

  @Override
  public Integer call() {
    CoreBench.Measured measured =
        CoreBench.run(
            new CoreBench.Options(
                commands, items, payloadBytes, COMMANDS_IN_A_RECORD, pendingTasks, freezes),
            System::nanoTime);
    System.out.printf(
        Locale.ROOT,
        json
            ? "{\"operations_per_second\":%.0f,\"items_per_second\":%.0f,\"nanos_per_item\":%.0f,"
                + "\"commands\":%d,\"seconds\":%.3f}%n"
            : "%.0f commands/s, %.0f tasks' steps/s, %.0f ns each (%d commands in %.1f s)%n",
        measured.commandsPerSecond(),
        measured.itemsPerSecond(),
        measured.nanosPerItem(),
        measured.commands(),
        measured.seconds());
    return 0;
  }
}
