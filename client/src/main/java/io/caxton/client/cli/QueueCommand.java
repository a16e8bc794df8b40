package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Table;
import io.caxton.v1.ListQueuesRequest;
import io.caxton.v1.ListQueuesResponse;
import io.caxton.v1.Queue;
import io.caxton.v1.QueueStats;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "queue",
    mixinStandardHelpOptions = true,
    description = "Shows queues with their totals, steers them, and sets their defaults.",
    subcommands = {
      QueueCommand.ListAll.class,
      QueueCommand.Get.class,
      QueuePut.class,
      QueueSteer.Pause.class,
      QueueSteer.Resume.class,
      QueueSteer.Drain.class,
      QueuePurge.class
    })
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
              "NAME",
              "MODE",
              ">PENDING",
              ">RUNNING",
              ">DEAD NOW",
              ">SUBMITTED",
              ">COMPLETED",
              ">RETRIED",
              ">DIED");
      queues.forEach(
          queue ->
              table.row(
                  queue.getName(),
                  mode(queue),
                  queue.getPendingTasks(),
                  queue.getRunningTasks(),
                  queue.getDeadTasks(),
                  queue.getSubmittedTotal(),
                  queue.getCompletedTotal(),
                  queue.getRetriedTotal(),
                  queue.getDeadTotal()));
      return table;
    }
  }

  @Command(
      name = "get",
      description = "Shows one queue: what is in it, how old, its totals and its policy.")
  static final class Get extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "The queue's name.")
    private String name;

    @Override
    int run(CaxtonClient client) {
      QueueStats stats = join(client.queues().stats(name, ListOptions.read(false)));
      print(
          () -> ProtoJson.of(stats),
          () -> {
            Sheet sheet = sheet(stats.getQueue());
            stats
                .getByStateList()
                .forEach(
                    state -> sheet.line("now " + Names.of(state.getState()), state.getCount()));
            return sheet.line("oldest pending millis", stats.getOldestPendingAgeMillis());
          });
      return ExitCode.OK;
    }
  }

  private static String mode(Queue queue) {
    if (queue.getPaused()) {
      return queue.getDraining() ? "paused, draining" : "paused";
    }
    return queue.getDraining() ? "draining" : "open";
  }

  static Sheet sheet(Queue queue) {
    return new Sheet()
        .line("name", queue.getName())
        .line("mode", mode(queue))
        .line("pending", queue.getPendingTasks())
        .line("running", queue.getRunningTasks())
        .line("ready", queue.getReadyTasks())
        .line("delayed", queue.getDelayedTasks())
        .line("blocked by key", queue.getBlockedTasks())
        .line("held compensations", queue.getHeldTasks())
        .line("finished and kept", queue.getRetainedTasks())
        .line("dead letters", queue.getDeadTasks())
        .line("submitted", queue.getSubmittedTotal())
        .line("granted", queue.getGrantedTotal())
        .line("completed", queue.getCompletedTotal())
        .line("cancelled", queue.getCancelledTotal())
        .line("died", queue.getDeadTotal())
        .line("retried", queue.getRetriedTotal())
        .line("purged", queue.getPurgedTotal())
        .line("redriven", queue.getRedrivenTotal())
        .line("revived", queue.getRevivedTotal())
        .line("lease millis", queue.getLeaseMillis())
        .line("retention millis", queue.getRetentionMillis())
        .line("retention tasks", queue.getRetentionTasks())
        .line("tasks max", queue.getTasksMax())
        .line("dead retention millis", queue.getDeadRetentionMillis())
        .line("dead tasks max", queue.getDeadTasksMax())
        .line("running max", queue.getRunningMax())
        .line("rate", queue.getRateTasks())
        .line("rate period millis", queue.getRatePeriodMillis());
  }
}
