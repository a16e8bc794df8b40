package io.caxton.client.cli;

import io.caxton.client.cluster.LocalCluster;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.cluster.ProcessMark;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "stop",
    description = "Stops servers in order (SIGTERM) and waits until they are gone; all by default.",
    footer = {"", "Example:", "  caxton cluster stop n2"})
final class ClusterStop extends LocalCommand {
  @Parameters(paramLabel = "NODE", arity = "0..*", description = "Which ones; 'leader' is one too.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    LocalCluster cluster = cluster();
    List<LocalNode> nodes = new ArrayList<>();
    for (String name : names) {
      nodes.add(named(cluster, name));
    }
    if (names.isEmpty()) {
      nodes.addAll(cluster.nodes());
    }
    List<String> stopped = new ArrayList<>();
    for (LocalNode node : nodes) {
      Optional<ProcessMark> process = node.process();
      if (process.isPresent()) {
        process.get().terminate();
        stopped.add(node.id());
      }
    }
    for (LocalNode node : nodes) {
      if (!node.stop(timeout)) {
        throw new CommandFailure(
            ExitCode.FAILED,
            node.id() + " still runs after " + Text.millis(timeout.toMillis()),
            "Look at " + node.log() + ", or end it with 'caxton cluster kill " + node.id() + "'.");
      }
    }
    print(
        () -> Map.of("stopped", stopped),
        () -> stopped.isEmpty() ? "nothing ran" : "stopped " + String.join(", ", stopped));
    return ExitCode.OK;
  }
}
