package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.Task;
import io.caxton.v1.TaskFilter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Loads the classes that ordinary commands use, so that bin/caxton can archive them. */
@Command(name = "train", hidden = true, description = "Loads the classes of ordinary commands.")
final class TrainCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(new StringWriter())).setErr(commands.getOut());
    commands.execute("--help");
    commands.execute("task", "submit", "--help");
    Task task = Task.getDefaultInstance();
    commands.getOut().println(Json.of(ProtoJson.of(task)) + TaskText.table(List.of(task)));
    // Nobody listens there; the call loads the client, gRPC and Netty all the same.
    try (CaxtonClient client =
        CaxtonClient.builder()
            .addresses("127.0.0.1:1")
            .callTimeout(Duration.ofMillis(300))
            .build()) {
      CaxtonException.join(
          client.tasks().count(TaskFilter.getDefaultInstance(), ListOptions.read(false)));
    } catch (CaxtonException expected) {
      return 0;
    }
    return 0;
  }
}
