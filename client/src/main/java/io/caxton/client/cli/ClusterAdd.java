package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.console.DurationConverter;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.client.console.ProtoJson;
import io.caxton.v1.NodeAddress;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description =
        "Adds a server that was started with --join, on whatever machine: first as a listener, and"
            + " as a voter once it has caught up.",
    footer = {
      "",
      "May be broken off and given again. A server that lost its disk comes back so, under an id"
          + " that was never used.",
      "",
      "Example:",
      "  caxton cluster add n4 --client-address 10.0.0.4:7001 --raft-address 10.0.0.4:7101 \\",
      "    --addresses 10.0.0.2:7001"
    })
final class ClusterAdd extends ClientCommand {
  @Parameters(paramLabel = "NODE", description = "Its id, as it was started.")
  private String id;

  @Option(
      names = "--client-address",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where clients and the other nodes reach its API.")
  private String clientAddress;

  @Option(
      names = "--raft-address",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Where the other nodes reach its Raft port.")
  private String raftAddress;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "5m",
      converter = DurationConverter.class,
      description = "How long it may take to catch up (default: ${DEFAULT-VALUE}).")
  private Duration wait;

  @Override
  int run(CaxtonClient client) {
    NodeAddress node =
        NodeAddress.newBuilder()
            .setNodeId(id)
            .setClientAddress(clientAddress)
            .setRaftAddress(raftAddress)
            .setListener(true)
            .build();
    List<NodeAddress> members =
        new Members(client, System.nanoTime() + wait.toNanos(), () -> {}).add(node);
    print(
        () -> Json.object("members", members.stream().map(ProtoJson::of).toList()),
        () -> id + " votes; the members are " + Members.names(members));
    return ExitCode.OK;
  }
}
