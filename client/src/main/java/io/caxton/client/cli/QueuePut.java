package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.DurationConverter;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.Queue;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "put",
    description = "Sets a queue's defaults; what is not given is built in.",
    footer = {"", "Example:", "  caxton queue put reviews --lease 2m --retention 1d"})
final class QueuePut extends ClientCommand {
  @Parameters(paramLabel = "NAME", description = "The queue's name.")
  private String name;

  @Option(
      names = "--lease",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "How long a grant lasts unless extended (built in: 30s).")
  private Duration lease = Duration.ZERO;

  @Option(
      names = "--retention",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "A finished task is forgotten after this (built in: 1h) …")
  private Duration retention = Duration.ZERO;

  @Option(
      names = "--retention-tasks",
      paramLabel = "N",
      description = "… or when there are more finished ones than this (built in: 100000).")
  private int retentionTasks;

  @Option(
      names = "--dead-retention",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "A dead letter is forgotten after this (built in: 7d) …")
  private Duration deadRetention = Duration.ZERO;

  @Option(
      names = "--dead-tasks-max",
      paramLabel = "N",
      description = "… or when there are more dead letters than this (built in: 10000).")
  private int deadTasksMax;

  @Option(
      names = "--tasks-max",
      paramLabel = "N",
      description = "Unfinished tasks it may hold (built in: 10000000).")
  private int tasksMax;

  @Option(
      names = "--running-max",
      paramLabel = "N",
      description = "Tasks that may run at once (built in: no bound).")
  private int runningMax;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "At most so many grants in each --rate-period (built in: no bound).")
  private int rate;

  @Option(
      names = "--rate-period",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "The period of --rate (default: 1s).")
  private Duration ratePeriod = Duration.ofSeconds(1);

  @Override
  int run(CaxtonClient client) {
    Queue queue =
        join(
            client
                .queues()
                .put(
                    Queue.newBuilder()
                        .setName(name)
                        .setLeaseMillis((int) lease.toMillis())
                        .setRetentionMillis(retention.toMillis())
                        .setRetentionTasks(retentionTasks)
                        .setTasksMax(tasksMax)
                        .setDeadRetentionMillis(deadRetention.toMillis())
                        .setDeadTasksMax(deadTasksMax)
                        .setRunningMax(runningMax)
                        .setRateTasks(rate)
                        .setRatePeriodMillis(rate == 0 ? 0 : (int) ratePeriod.toMillis())
                        .build()));
    print(() -> ProtoJson.of(queue), () -> QueueCommand.sheet(queue));
    return ExitCode.OK;
  }
}
