package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.v1.DeadResult;
import io.caxton.v1.PurgeDeadTasksResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "purge",
    description = "Removes dead tasks for good.",
    footer = {
      "",
      "Exit code 1 if one was refused.",
      "",
      "Example:",
      "  caxton dead purge --queue reviews --prefix test-"
    })
final class DeadPurge extends ClientCommand {
  @Mixin private DeadChoice choice;

  @Override
  int run(CaxtonClient client) {
    List<DeadResult> results =
        choice.run(
            selection -> {
              PurgeDeadTasksResponse response = join(client.deadTasks().purge(selection));
              return new DeadChoice.Step(response.getResultsList(), response.getNextOrder());
            });
    print(() -> DeadChoice.object(results), () -> DeadChoice.text(results, "purged"));
    return DeadChoice.exitCode(results);
  }
}
