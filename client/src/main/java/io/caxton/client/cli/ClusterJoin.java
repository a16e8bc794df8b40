package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.cluster.LocalCluster;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "join",
    description =
        "Starts a new server on this machine, adds it as a listener, and makes it a voter once it"
            + " has caught up.",
    footer = {
      "",
      "A server that lost its disk comes back so, under an id that was never used.",
      "",
      "Example:",
      "  caxton cluster join n4"
    })
final class ClusterJoin extends LocalCommand {
  @Parameters(paramLabel = "NODE", description = "Its id, never used before.")
  private String id;

  @Override
  public Integer call() throws IOException {
    LocalCluster cluster = cluster();
    if (cluster.find(id).isPresent()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "the node '" + id + "' exists already",
          "Choose an id never used before.");
    }
    long until = System.nanoTime() + timeout.toNanos();
    LocalNode node = cluster.join(id);
    NodeAddress address =
        NodeAddress.newBuilder()
            .setNodeId(id)
            .setClientAddress(node.place().clientAddress())
            .setRaftAddress(node.place().raftAddress())
            .setListener(true)
            .build();
    try (CaxtonClient client = client(cluster)) {
      List<NodeAddress> members = new Members(client, until, () -> requireAlive(node)).add(address);
      print(
          () -> Json.object("members", members.stream().map(ProtoJson::of).toList()),
          () -> id + " votes; the members are " + Members.names(members));
    }
    return ExitCode.OK;
  }

  private static void requireAlive(LocalNode node) {
    try {
      if (node.process().isEmpty()) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "the server " + node.id() + " ended; its last words:\n" + node.lastWords(5),
            "The whole log is " + node.log() + ".");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
