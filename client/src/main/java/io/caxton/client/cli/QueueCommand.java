package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.DurationConverter;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Table;
import io.caxton.v1.ListQueuesRequest;
import io.caxton.v1.ListQueuesResponse;
import io.caxton.v1.Queue;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "queue",
    mixinStandardHelpOptions = true,
    description = "Shows queues with their totals, and sets their defaults.",
    subcommands = {QueueCommand.ListAll.class, QueueCommand.Get.class, QueueCommand.Put.class})
final class QueueCommand {
  @Command(name = "list", description = "Lists queues, sorted by name.")
  static final class ListAll extends ClientCommand {
    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "1000",
        description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--stale", description = "Take any node's state, however old.")
    private boolean stale;

    @Override
    int run(CaxtonClient client) {
      ListQueuesRequest.Builder request =
          ListQueuesRequest.newBuilder().setRead(ListOptions.read(stale));
      Pages.Items<Queue> queues =
          Pages.all(
              Math.max(1, limit),
              page -> join(client.queues().list(request.setPage(page).build())),
              ListQueuesResponse::getQueuesList,
              ListQueuesResponse::getNextPageToken);
      print(
          () -> queues.object("queues"),
          () -> queues.items().isEmpty() ? "no queues" : table(queues.items()) + queues.note());
      return ExitCode.OK;
    }

    private static Table table(List<Queue> queues) {
      Table table =
          new Table(
              "NAME", ">PENDING", ">RUNNING", ">SUBMITTED", ">COMPLETED", ">RETRIED", ">DEAD");
      queues.forEach(
          queue ->
              table.row(
                  queue.getName(),
                  queue.getPendingTasks(),
                  queue.getRunningTasks(),
                  queue.getSubmittedTotal(),
                  queue.getCompletedTotal(),
                  queue.getRetriedTotal(),
                  queue.getDeadTotal()));
      return table;
    }
  }

  @Command(name = "get", description = "Shows one queue.")
  static final class Get extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "The queue's name.")
    private String name;

    @Override
    int run(CaxtonClient client) {
      Queue queue = join(client.queues().get(name, ListOptions.read(false))).getQueue();
      print(() -> ProtoJson.of(queue), () -> sheet(queue));
      return ExitCode.OK;
    }
  }

  @Command(
      name = "put",
      description = "Sets a queue's defaults; what is not given is built in.",
      footer = {"", "Example:", "  caxton queue put reviews --lease 2m --retention 1d"})
  static final class Put extends ClientCommand {
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
        names = "--tasks-max",
        paramLabel = "N",
        description = "Unfinished tasks it may hold (built in: 10000000).")
    private int tasksMax;

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
                          .build()));
      print(() -> ProtoJson.of(queue), () -> sheet(queue));
      return ExitCode.OK;
    }
  }

  private static Sheet sheet(Queue queue) {
    return new Sheet()
        .line("name", queue.getName())
        .line("pending", queue.getPendingTasks())
        .line("running", queue.getRunningTasks())
        .line("held compensations", queue.getHeldTasks())
        .line("finished and kept", queue.getRetainedTasks())
        .line("submitted", queue.getSubmittedTotal())
        .line("granted", queue.getGrantedTotal())
        .line("completed", queue.getCompletedTotal())
        .line("cancelled", queue.getCancelledTotal())
        .line("dead", queue.getDeadTotal())
        .line("retried", queue.getRetriedTotal())
        .line("lease millis", queue.getLeaseMillis())
        .line("retention millis", queue.getRetentionMillis())
        .line("retention tasks", queue.getRetentionTasks())
        .line("tasks max", queue.getTasksMax());
  }
}
