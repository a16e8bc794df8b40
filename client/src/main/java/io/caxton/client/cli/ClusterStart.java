package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.cluster.LocalCluster;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.cluster.Readiness;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Range;
import io.caxton.client.console.Text;
import io.caxton.v1.GetNodeResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "start",
    description = "Starts the servers that do not run, and waits until a leader serves.",
    footer = {
      "",
      "The first start of a folder forms a new cluster; later ones find their data again.",
      "",
      "Examples:",
      "  caxton cluster start",
      "  caxton cluster start --dir /tmp/c --nodes 5 --base-port 7001 --set"
          + " write-timeout-millis=500"
    })
final class ClusterStart extends LocalCommand {
  private static final int NODES_MAX = 9;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "How many servers a new cluster has, 1 to 9 (default: 3).")
  private Integer nodes;

  @Option(
      names = "--base-port",
      paramLabel = "PORT",
      description =
          "A new cluster's client ports count up from here, Raft's from 100 above, metrics' from"
              + " 200 above (default: free ones, remembered in the folder).")
  private Integer basePort;

  @Option(
      names = "--set",
      paramLabel = "SETTING=VALUE",
      description = "A setting for each server of a new cluster; repeatable. See 'caxton config'.")
  private Map<String, String> settings = Map.of();

  @Override
  public Integer call() throws IOException {
    long began = System.nanoTime();
    LocalCluster cluster = openOrCreate();
    List<LocalNode> started = cluster.startAll();
    GetNodeResponse leader;
    try (CaxtonClient client = client(cluster)) {
      leader = new Readiness(cluster, client).awaitLeader(timeout);
    }
    long millis = (System.nanoTime() - began) / 1_000_000;
    List<Object> described = new ArrayList<>();
    for (LocalNode node : cluster.nodes()) {
      described.add(describe(node));
    }
    print(
        () -> {
          Map<String, Object> object = new LinkedHashMap<>();
          object.put("dir", cluster.dir().toString());
          object.put("leader", leader.getNodeId());
          object.put("addresses", cluster.addresses());
          object.put("started", started.stream().map(LocalNode::id).toList());
          object.put("millis", millis);
          object.put("nodes", described);
          return object;
        },
        () -> text(cluster, started, leader, millis));
    return ExitCode.OK;
  }

  private String text(
      LocalCluster cluster, List<LocalNode> started, GetNodeResponse leader, long millis) {
    String which = dir.toString().equals(".caxton") ? "" : " --dir " + dir;
    return (started.isEmpty()
            ? "All servers run already; " + leader.getNodeId() + " leads."
            : Text.plural(started.size(), "server")
                + " started in "
                + Text.millis(millis)
                + "; "
                + leader.getNodeId()
                + " leads.")
        + "\nAddresses: "
        + String.join(",", cluster.addresses())
        + "\nNext: caxton task submit hello"
        + which
        + "; caxton cluster status"
        + which
        + "; caxton cluster stop"
        + which;
  }

  private LocalCluster openOrCreate() throws IOException {
    Optional<LocalCluster> existing = LocalCluster.open(dir);
    if (existing.isPresent()) {
      int has = existing.get().nodes().size();
      if ((nodes != null && nodes != has) || basePort != null || !settings.isEmpty()) {
        throw new CommandFailure(
            ExitCode.USAGE,
            dir
                + " has a cluster of "
                + has
                + " already; --nodes, --base-port and --set are for a"
                + " new one",
            "Start it without them, or name another folder with --dir.");
      }
      return existing.get();
    }
    int count = nodes == null ? 3 : nodes;
    Range.check("--nodes", count, 1, NODES_MAX);
    if (basePort != null) {
      Range.check("--base-port", basePort, 1, 65_300);
    }
    return LocalCluster.create(
        dir,
        count,
        basePort == null ? OptionalInt.empty() : OptionalInt.of(basePort),
        false,
        settings.entrySet().stream().map(s -> "--" + s.getKey() + "=" + s.getValue()).toList());
  }
}
