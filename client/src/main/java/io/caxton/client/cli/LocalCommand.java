package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.cluster.LocalCluster;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.cluster.Readiness;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.DurationConverter;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Json;
import io.caxton.v1.GetNodeResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command about the servers of a folder. */
@Command(mixinStandardHelpOptions = true)
abstract class LocalCommand implements Callable<Integer> {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".caxton",
      description = "The cluster's folder (default: ${DEFAULT-VALUE}).")
  protected Path dir;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "How long to wait (default: ${DEFAULT-VALUE}).")
  protected Duration timeout;

  @Option(names = "--json", description = "Print one JSON object, for scripts.")
  protected boolean json;

  @Spec protected CommandSpec spec;

  LocalCluster cluster() throws IOException {
    return LocalCluster.open(dir)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "there is no cluster in " + dir,
                    "Start one with 'caxton cluster start --dir " + dir + "'."));
  }

  static CaxtonClient client(LocalCluster cluster) {
    return CaxtonClient.builder()
        .addresses(cluster.addresses())
        .clientName("caxton cluster")
        .build();
  }

  /** The node of this name; 'leader' is whoever leads now. */
  LocalNode named(LocalCluster cluster, String name) throws IOException {
    if (!name.equals("leader") || cluster.find(name).isPresent()) {
      return cluster.node(name);
    }
    try (CaxtonClient client = client(cluster)) {
      GetNodeResponse leader = new Readiness(cluster, client).awaitLeader(timeout);
      return cluster.node(leader.getNodeId());
    }
  }

  static Map<String, Object> describe(LocalNode node) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("node_id", node.id());
    object.put("pid", node.process().map(process -> process.pid()).orElse(0L));
    object.put("client_address", node.place().clientAddress());
    object.put("raft_address", node.place().raftAddress());
    object.put("admin_address", node.place().adminAddress());
    object.put("log", node.log().toString());
    object.put("data_dir", node.dataDir().toString());
    return object;
  }

  void print(Supplier<Map<String, Object>> object, Supplier<?> text) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.of(object.get()) : text.get().toString().stripTrailing());
    out.flush();
  }
}
