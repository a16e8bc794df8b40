package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.cluster.LocalCluster;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.ChangeMembersRequest;
import io.caxton.v1.ChangeMembersResponse;
import io.caxton.v1.NodeAddress;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "join",
    description =
        "Starts a new server, adds it as a listener, and makes it a voter once it has caught up.",
    footer = {
      "",
      "A server that lost its disk comes back so, under an id that was never used.",
      "",
      "Example:",
      "  caxton cluster join n4"
    })
final class ClusterJoin extends LocalCommand {
  private static final long PAUSE_NANOS = 100_000_000;

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
    try (CaxtonClient client = client(cluster)) {
      NodeAddress address =
          NodeAddress.newBuilder()
              .setNodeId(id)
              .setClientAddress(node.place().clientAddress())
              .setRaftAddress(node.place().raftAddress())
              .setListener(true)
              .build();
      change(
          client, ChangeMembersRequest.newBuilder().setAddListener(address).build(), node, until);
      ChangeMembersResponse members =
          change(client, ChangeMembersRequest.newBuilder().setPromote(id).build(), node, until);
      print(
          () -> ProtoJson.of(members),
          () ->
              id
                  + " votes; the members are "
                  + members.getMembersList().stream()
                      .map(NodeAddress::getNodeId)
                      .collect(Collectors.joining(", ")));
    }
    return ExitCode.OK;
  }

  /** Repeats what is refused while the new node starts or catches up. */
  private ChangeMembersResponse change(
      CaxtonClient client, ChangeMembersRequest request, LocalNode node, long until)
      throws IOException {
    while (true) {
      try {
        return CaxtonException.join(client.cluster().changeMembers(request));
      } catch (CaxtonException refused) {
        if (node.process().isEmpty()) {
          throw new CommandFailure(
              ExitCode.FAILED,
              "the server " + id + " ended; its last words:\n" + node.lastWords(5),
              "The whole log is " + node.log() + ".");
        }
        if (System.nanoTime() - until > 0) {
          throw refused;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
