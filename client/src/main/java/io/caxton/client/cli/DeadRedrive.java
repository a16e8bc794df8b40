package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.v1.DeadResult;
import io.caxton.v1.RedriveTasksResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "redrive",
    description = "Submits dead tasks again, each as a new task with all attempts before it.",
    footer = {
      "",
      "Exit code 1 if one was refused.",
      "",
      "Examples:",
      "  caxton dead redrive order-17",
      "  caxton dead redrive --queue reviews --cause lease_ended"
    })
final class DeadRedrive extends ClientCommand {
  @Mixin private DeadChoice choice;

  @Override
  int run(CaxtonClient client) {
    List<DeadResult> results =
        choice.run(
            selection -> {
              RedriveTasksResponse response = join(client.deadTasks().redrive(selection));
              return new DeadChoice.Step(response.getResultsList(), response.getNextOrder());
            });
    print(() -> DeadChoice.object(results), () -> DeadChoice.text(results, "is now "));
    return DeadChoice.exitCode(results);
  }
}
