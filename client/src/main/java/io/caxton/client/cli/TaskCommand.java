package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.CountTasksResponse;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.ListTasksResponse;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "task",
    mixinStandardHelpOptions = true,
    description = "Submits tasks and looks after them.",
    subcommands = {
      TaskSubmit.class,
      TaskCommand.Get.class,
      TaskCommand.ListAll.class,
      TaskCommand.Count.class,
      TaskCommand.Cancel.class,
      TaskAwait.class,
      TaskExplain.class
    })
final class TaskCommand {
  @Command(
      name = "get",
      description = "Shows one task with its payload, result and failed attempts.",
      footer = {"", "Example:", "  caxton task get order-17 --json"})
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

  @Command(
      name = "list",
      description = "Lists tasks in the order they were submitted, all read at one position.",
      footer = {"", "Example:", "  caxton task list --queue reviews --state pending,running"})
  static final class ListAll extends ClientCommand {
    @Mixin private ListOptions list;
    @Mixin private TaskFilterOptions filter;

    @Override
    int run(CaxtonClient client) {
      ListTasksRequest.Builder request =
          ListTasksRequest.newBuilder()
              .setFilter(filter.filter(list.labels()))
              .setRead(list.read());
      Pages.Items<Task> tasks =
          Pages.all(
              list.limit(),
              page -> join(client.tasks().list(request.setPage(page).build())),
              ListTasksResponse::getTasksList,
              ListTasksResponse::getNextPageToken);
      print(
          () -> tasks.object("tasks"),
          () ->
              tasks.items().isEmpty() ? "no tasks" : TaskText.table(tasks.items()) + tasks.note());
      return ExitCode.OK;
    }
  }

  @Command(name = "count", description = "Counts tasks, in all and by state.")
  static final class Count extends ClientCommand {
    @Mixin private ListOptions list;
    @Mixin private TaskFilterOptions filter;

    @Override
    int run(CaxtonClient client) {
      CountTasksResponse response =
          join(client.tasks().count(filter.filter(list.labels()), list.read()));
      Map<String, Object> states = new LinkedHashMap<>();
      response
          .getByStateList()
          .forEach(state -> states.put(Names.of(state.getState()), state.getCount()));
      print(
          () ->
              Json.object(
                  "count",
                  response.getCount(),
                  "by_state",
                  states,
                  "position",
                  response.getInfo().getPosition()),
          () -> {
            Sheet sheet = new Sheet();
            states.forEach(sheet::line);
            return sheet + "in all " + response.getCount();
          });
      return ExitCode.OK;
    }
  }

  @Command(
      name = "cancel",
      description = "Cancels pending and running tasks, whoever owns them.",
      footer = {"", "Exit code 1 if one of them could not be cancelled, for example had ended."})
  static final class Cancel extends ClientCommand {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "The tasks' ids.")
    private List<String> ids;

    @Override
    int run(CaxtonClient client) {
      List<CompletableFuture<TaskState>> calls =
          ids.stream().map(id -> client.tasks().cancel(id)).toList();
      List<Object> results = new ArrayList<>();
      List<String> lines = new ArrayList<>();
      int exitCode = ExitCode.OK;
      for (int i = 0; i < ids.size(); i++) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("task_id", ids.get(i));
        try {
          String state = Names.of(join(calls.get(i)));
          result.put("state", state);
          lines.add(ids.get(i) + "  " + state);
        } catch (CaxtonException refused) {
          result.put("reason", refused.reason().name());
          result.put("message", refused.getMessage());
          lines.add(ids.get(i) + "  " + refused.getMessage());
          exitCode = ids.size() == 1 ? ExitCode.of(refused) : ExitCode.FAILED;
        }
        results.add(result);
      }
      print(() -> Map.of("tasks", results), () -> String.join("\n", lines));
      return exitCode;
    }
  }

  /** Which tasks a list or a count is about. */
  static final class TaskFilterOptions {
    @Option(names = "--queue", paramLabel = "NAME", description = "Only of this queue.")
    private String queue = "";

    @Option(
        names = "--state",
        paramLabel = "STATE",
        split = ",",
        description = "Only in these states: pending, running, completed, dead, cancelled …")
    private List<String> states = List.of();

    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only ids that start so.")
    private String prefix = "";

    @Option(names = "--agent", paramLabel = "ID", description = "Only granted last to this agent.")
    private String agent = "";

    io.caxton.v1.TaskFilter filter(List<io.caxton.v1.Label> labels) {
      return io.caxton.v1.TaskFilter.newBuilder()
          .setQueue(queue)
          .addAllStates(Names.taskStates(states))
          .setIdPrefix(prefix)
          .setAgentId(agent)
          .addAllLabels(labels)
          .build();
    }
  }
}
