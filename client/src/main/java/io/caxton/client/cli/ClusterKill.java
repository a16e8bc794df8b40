package io.caxton.client.cli;

import io.caxton.client.cluster.LocalCluster;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.cluster.ProcessMark;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "kill",
    description = "Kills servers at once (SIGKILL), as a crash would.",
    footer = {"", "Examples:", "  caxton cluster kill leader", "  caxton cluster kill n1 n2 n3"})
final class ClusterKill extends LocalCommand {
  @Parameters(paramLabel = "NODE", arity = "1..*", description = "Which ones; 'leader' is one too.")
  private List<String> names;

  @Override
  public Integer call() throws IOException {
    LocalCluster cluster = cluster();
    List<LocalNode> nodes = new ArrayList<>();
    for (String name : names) {
      nodes.add(named(cluster, name));
    }
    List<Object> killed = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (LocalNode node : nodes) {
      Optional<ProcessMark> process = node.process();
      if (process.isEmpty()) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND, node.id() + " does not run", "See: caxton cluster status");
      }
      process.get().kill();
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("node_id", node.id());
      one.put("pid", process.get().pid());
      killed.add(one);
      lines.add("killed " + node.id() + " (pid " + process.get().pid() + ")");
    }
    for (LocalNode node : nodes) {
      node.kill();
    }
    print(() -> Map.of("killed", killed), () -> String.join("\n", lines));
    return ExitCode.OK;
  }
}
