package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.cluster.LocalCluster;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.NodeAddress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "remove",
    description = "Takes a node out of the members, for good: its id must not be used again.",
    footer = {
      "",
      "Add the new node first: a majority of the members must run. Of a cluster in --dir the server"
          + " is stopped too, and its folder is left as it is.",
      "",
      "Example:",
      "  caxton cluster remove n1"
    })
final class ClusterRemove extends ClientCommand {
  @Parameters(paramLabel = "NODE", description = "Which one.")
  private String id;

  @Override
  int run(CaxtonClient client) throws IOException {
    long until = System.nanoTime() + connection.timeout().toNanos();
    List<NodeAddress> members = new Members(client, until, () -> {}).remove(id);
    if (!connection.remote()) {
      Optional<LocalCluster> local = LocalCluster.open(connection.dir());
      if (local.isPresent()) {
        local.get().forget(id, connection.timeout());
      }
    }
    print(
        () -> Json.object("members", members.stream().map(ProtoJson::of).toList()),
        () -> id + " is no member any more; the members are " + Members.names(members));
    return ExitCode.OK;
  }
}
