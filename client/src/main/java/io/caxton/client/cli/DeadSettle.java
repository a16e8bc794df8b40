package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "settle",
    description =
        "Accepts or drops a result that came too late and is parked with its task ('caxton task"
            + " get' shows it). Accepting completes the task, also a dead one.",
    footer = {"", "Example:", "  caxton dead settle order-17 --fence 4711 --by accept"})
final class DeadSettle extends ClientCommand {
  /** What to do with the result. */
  enum Way {
    ACCEPT,
    DROP;

    /** As it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "ID", description = "The task's id.")
  private String id;

  @Option(
      names = "--fence",
      paramLabel = "N",
      required = true,
      description = "The fence of the parked result.")
  private long fence;

  @Option(
      names = "--by",
      paramLabel = "WAY",
      required = true,
      description = "What to do with it: ${COMPLETION-CANDIDATES}.")
  private Way way;

  @Override
  int run(CaxtonClient client) {
    String state = Names.of(join(client.deadTasks().settle(id, fence, way == Way.ACCEPT)));
    print(() -> Json.object("task_id", id, "state", state), () -> id + "  " + state);
    return ExitCode.OK;
  }
}
