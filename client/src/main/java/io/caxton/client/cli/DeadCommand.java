package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Table;
import io.caxton.v1.FailedAttempt;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.ListTasksResponse;
import io.caxton.v1.Task;
import io.caxton.v1.TaskFilter;
import io.caxton.v1.TaskState;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "dead",
    mixinStandardHelpOptions = true,
    description = "Looks after dead tasks, and after results that came too late.",
    subcommands = {
      DeadCommand.ListAll.class,
      DeadCommand.Get.class,
      DeadRedrive.class,
      DeadPurge.class,
      DeadSettle.class
    })
final class DeadCommand {
  @Command(
      name = "list",
      description = "Lists dead tasks with the last cause, in the order they were submitted.",
      footer = {"", "Example:", "  caxton dead list --queue reviews --json"})
  static final class ListAll extends ClientCommand {
    @Mixin private ListOptions list;

    @Option(names = "--queue", paramLabel = "NAME", description = "Only of this queue.")
    private String queue = "";

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only ids that start so.")
    private String prefix = "";

    @Override
    int run(CaxtonClient client) {
      ListTasksRequest.Builder request =
          ListTasksRequest.newBuilder()
              .setFilter(
                  TaskFilter.newBuilder()
                      .setQueue(queue)
                      .setIdPrefix(prefix)
                      .addAllLabels(list.labels())
                      .addStates(TaskState.TASK_STATE_DEAD))
              .setRead(list.read());
      Pages.Items<Task> tasks =
          Pages.all(
              list.limit(),
              page -> join(client.tasks().list(request.setPage(page).build())),
              ListTasksResponse::getTasksList,
              ListTasksResponse::getNextPageToken);
      print(
          () -> tasks.object("tasks"),
          () -> tasks.items().isEmpty() ? "no dead tasks" : table(tasks.items()) + tasks.note());
      return ExitCode.OK;
    }

    private static Table table(List<Task> tasks) {
      Table table =
          new Table("ID", "QUEUE", ">ATTEMPTS", "CAUSE", "MESSAGE", "AGENT", "REDRIVEN TO");
      for (Task task : tasks) {
        FailedAttempt last =
            task.getFailuresCount() == 0
                ? FailedAttempt.getDefaultInstance()
                : task.getFailures(task.getFailuresCount() - 1);
        table.row(
            task.getId(),
            task.getQueue(),
            task.getAttemptsCharged(),
            last.getCause(),
            last.getMessage(),
            last.getAgentId(),
            task.getRedrivenTo());
      }
      return table;
    }
  }

  @Command(
      name = "get",
      description = "Shows one dead task with its payload and every cause that is kept.")
  static final class Get extends ClientCommand {
    @Parameters(paramLabel = "ID", description = "The task's id.")
    private String id;

    @Override
    int run(CaxtonClient client) {
      Task task = join(client.tasks().get(id));
      print(() -> ProtoJson.of(task), () -> TaskText.sheet(task));
      return ExitCode.OK;
    }
  }
}
