package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.v1.PurgeQueueResponse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "purge",
    description = "Removes all its pending tasks for good; running ones go on.",
    footer = {
      "",
      "Tasks that are submitted meanwhile go too; a queue that drains takes none.",
      "",
      "Example:",
      "  caxton queue drain reviews && caxton queue purge reviews --yes"
    })
final class QueuePurge extends ClientCommand {
  private static final int BATCH = 1_000;

  @Parameters(paramLabel = "NAME", description = "The queue's name.")
  private String name;

  @Option(names = "--yes", description = "Needed: what is purged is gone.")
  private boolean yes;

  @Override
  int run(CaxtonClient client) {
    if (!yes) {
      throw new CommandFailure(
          ExitCode.USAGE, "purging removes tasks for good", "Add --yes if you mean it.");
    }
    long total = 0;
    PurgeQueueResponse response;
    do {
      response = join(client.queues().purge(name, BATCH));
      total += response.getPurged();
    } while (response.getLeft() > 0);
    long purged = total;
    print(() -> Json.object("purged", purged), () -> purged + " purged");
    return ExitCode.OK;
  }
}
