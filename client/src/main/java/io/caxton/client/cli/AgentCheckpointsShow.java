package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Table;
import io.caxton.client.console.Text;
import io.caxton.v1.Checkpoint;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "checkpoints",
    description =
        "Lists an agent's checkpoints, the newest first; pins, unpins or deletes one. The newest"
            + " two that can be restored always stay.",
    footer = {
      "",
      "Examples:",
      "  caxton agent checkpoints worker-1",
      "  caxton agent checkpoints worker-1 --pin 17"
    })
final class AgentCheckpointsShow extends ClientCommand {
  @Parameters(paramLabel = "ID", description = "The agent's id.")
  private String id;

  @ArgGroup private Change change;

  /** At most one of them. */
  private static final class Change {
    @Option(
        names = "--pin",
        paramLabel = "VERSION",
        description = "Keep this one whatever comes after it.")
    private Long pin;

    @Option(names = "--unpin", paramLabel = "VERSION", description = "Let it go with the others.")
    private Long unpin;

    @Option(names = "--delete", paramLabel = "VERSION", description = "Forget this one.")
    private Long delete;
  }

  @Override
  int run(CaxtonClient client) {
    if (change != null && change.delete != null) {
      join(client.checkpoints().delete(id, change.delete));
    } else if (change != null && change.pin != null) {
      join(client.checkpoints().pin(id, change.pin, true));
    } else if (change != null && change.unpin != null) {
      join(client.checkpoints().pin(id, change.unpin, false));
    }
    List<Checkpoint> checkpoints =
        join(client.checkpoints().list(id, ListOptions.read(false))).getCheckpointsList();
    print(
        () -> Json.object("checkpoints", checkpoints.stream().map(ProtoJson::of).toList()),
        () -> checkpoints.isEmpty() ? "no checkpoints" : table(checkpoints));
    return ExitCode.OK;
  }

  private static Table table(List<Checkpoint> checkpoints) {
    Table table =
        new Table(">VERSION", ">COVERS", ">SIZE", "SAVED", "SCHEMA", "BUILD", ">EPOCH", "NOTE");
    for (Checkpoint checkpoint : checkpoints) {
      table.row(
          checkpoint.getVersion(),
          checkpoint.getCoversSeq(),
          Text.bytes(PlanText.size(checkpoint)),
          Names.wall(checkpoint.getSavedWallMillis()),
          checkpoint.getSchemaId(),
          checkpoint.getBuildId(),
          checkpoint.getEpoch(),
          note(checkpoint));
    }
    return table;
  }

  private static String note(Checkpoint checkpoint) {
    String note = checkpoint.getPinned() ? "pinned " : "";
    if (checkpoint.hasReference()) {
      note += "at " + checkpoint.getReference().getUri() + " ";
    }
    return (checkpoint.getDamage().isEmpty() ? note : note + "damaged: " + checkpoint.getDamage())
        .strip();
  }
}
