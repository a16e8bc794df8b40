package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.Queue;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What an operator does to a queue that is there. */
abstract class QueueSteer extends ClientCommand {
  @Parameters(paramLabel = "NAME", description = "The queue's name.")
  private String name;

  abstract CompletableFuture<Queue> steer(CaxtonClient client, String queue);

  @Override
  final int run(CaxtonClient client) {
    Queue queue = join(steer(client, name));
    print(() -> ProtoJson.of(queue), () -> QueueCommand.sheet(queue));
    return ExitCode.OK;
  }

  @Command(
      name = "pause",
      description = "Stops its grants: claims wait, running tasks go on, new ones are taken.",
      footer = {"", "Example:", "  caxton queue pause reviews"})
  static final class Pause extends QueueSteer {
    @Override
    CompletableFuture<Queue> steer(CaxtonClient client, String queue) {
      return client.queues().pause(queue);
    }
  }

  @Command(name = "resume", description = "Ends a pause and a drain.")
  static final class Resume extends QueueSteer {
    @Override
    CompletableFuture<Queue> steer(CaxtonClient client, String queue) {
      return client.queues().resume(queue);
    }
  }

  @Command(
      name = "drain",
      description = "Takes no new tasks; those that are there are granted and finished.")
  static final class Drain extends QueueSteer {
    @Override
    CompletableFuture<Queue> steer(CaxtonClient client, String queue) {
      return client.queues().drain(queue);
    }
  }
}
