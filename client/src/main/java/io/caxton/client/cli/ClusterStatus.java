package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.NodeStatus;
import io.caxton.client.cluster.LocalCluster;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.cluster.Readiness;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.ProtoJson;
import io.caxton.client.console.Table;
import io.caxton.client.console.Text;
import io.caxton.v1.GetNodeResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "Asks every node for its own view.",
    footer = {"", "Exit code 4 if no leader serves."})
final class ClusterStatus extends ClientCommand {
  @Override
  int run(CaxtonClient client) throws IOException {
    List<NodeStatus> statuses = join(client.cluster().status());
    Optional<LocalCluster> local =
        connection.remote() ? Optional.empty() : LocalCluster.open(connection.dir());
    Optional<GetNodeResponse> leader =
        Readiness.leader(
            statuses.stream().map(NodeStatus::view).flatMap(Optional::stream).toList());
    Table table =
        new Table(
            "NODE", "ROLE", "READY", ">TERM", ">POSITION", ">PID", ">UPTIME", ">MEMORY", "ADDRESS");
    List<Object> nodes = new ArrayList<>();
    for (NodeStatus status : statuses) {
      nodes.add(object(status, local));
      row(status, local, table);
    }
    print(
        () -> {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("leader", leader.map(GetNodeResponse::getNodeId).orElse(""));
          object.put("nodes", nodes);
          return object;
        },
        () ->
            table
                + (leader.isPresent()
                    ? ""
                    : "No leader serves: a majority of the nodes must run and reach each other."));
    return leader.isPresent() ? ExitCode.OK : ExitCode.UNAVAILABLE;
  }

  private static Map<String, Object> object(NodeStatus status, Optional<LocalCluster> local) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("address", status.address());
    object.put("answers", status.view().isPresent());
    status.view().ifPresent(view -> object.putAll(ProtoJson.of(view)));
    if (status.view().isEmpty()) {
      node(status, local).ifPresent(node -> object.put("node_id", node.id()));
      status.failure().ifPresent(failure -> object.put("failure", failure.getMessage()));
    }
    return object;
  }

  private static void row(NodeStatus status, Optional<LocalCluster> local, Table table)
      throws IOException {
    if (status.view().isPresent()) {
      GetNodeResponse view = status.view().get();
      table.row(
          view.getNodeId(),
          Names.of(view.getRole().getValueDescriptor()),
          view.getReady() ? "yes" : "no",
          view.getTerm(),
          view.getPosition(),
          view.getPid(),
          Text.millis(view.getUptimeMillis()),
          Text.bytes(view.getRssBytes()),
          status.address());
      return;
    }
    Optional<LocalNode> node = node(status, local);
    boolean runs = node.isPresent() && node.get().process().isPresent();
    table.row(
        node.map(LocalNode::id).orElse("?"),
        runs ? "(does not answer)" : "(not running)",
        "no",
        "",
        "",
        runs ? node.get().process().map(p -> p.pid()).orElse(0L) : "",
        "",
        "",
        status.address());
  }

  private static Optional<LocalNode> node(NodeStatus status, Optional<LocalCluster> local) {
    return local.stream()
        .flatMap(cluster -> cluster.nodes().stream())
        .filter(node -> node.place().clientAddress().equals(status.address()))
        .findFirst();
  }
}
