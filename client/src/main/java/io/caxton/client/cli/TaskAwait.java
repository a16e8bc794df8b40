package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.DurationConverter;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "await",
    description = "Waits until a task has ended and shows it with its result.",
    footer = {
      "",
      "Exit code 0 if it is COMPLETED; 1 if it ended otherwise, or not in time.",
      "",
      "Example:",
      "  caxton task await order-17 --for 5m"
    })
final class TaskAwait extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "The task's id.")
  private String id;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationConverter.class,
      description = "How long to wait (default: ${DEFAULT-VALUE}).")
  private Duration atMost;

  @Override
  int run(CaxtonClient client) {
    Task task = join(client.tasks().await(id, atMost));
    print(() -> ProtoJson.of(task), () -> TaskText.sheet(task));
    return task.getState() == TaskState.TASK_STATE_COMPLETED ? ExitCode.OK : ExitCode.FAILED;
  }
}
