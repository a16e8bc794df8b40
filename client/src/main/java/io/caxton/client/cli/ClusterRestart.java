package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.cluster.LocalCluster;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Text;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "restart",
    description = "Stops a server if it runs, starts it, and waits until it has caught up.",
    footer = {"", "Example:", "  caxton cluster kill n1 && caxton cluster restart n1"})
final class ClusterRestart extends LocalCommand {
  private static final long PAUSE_NANOS = 50_000_000;

  @Parameters(paramLabel = "NODE", description = "Which one; 'leader' is one too.")
  private String name;

  @Override
  public Integer call() throws IOException {
    LocalCluster cluster = cluster();
    LocalNode node = named(cluster, name);
    if (!node.stop(timeout)) {
      throw new CommandFailure(
          ExitCode.FAILED, node.id() + " does not stop", "Look at " + node.log() + ".");
    }
    long began = System.nanoTime();
    cluster.start(node);
    awaitReady(cluster, node, began);
    long millis = (System.nanoTime() - began) / 1_000_000;
    print(
        () -> {
          try {
            Map<String, Object> object = describe(node);
            object.put("millis", millis);
            return object;
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        },
        () -> node.id() + " is back after " + Text.millis(millis));
    return ExitCode.OK;
  }

  private void awaitReady(LocalCluster cluster, LocalNode node, long began) throws IOException {
    try (CaxtonClient client = client(cluster)) {
      var view = client.cluster().node(node.place().clientAddress());
      while (true) {
        boolean ready =
            CaxtonException.join(view.status()).view().filter(v -> v.getReady()).isPresent();
        if (ready) {
          return;
        }
        if (node.process().isEmpty()) {
          throw new CommandFailure(
              ExitCode.FAILED,
              "the server " + node.id() + " ended; its last words:\n" + node.lastWords(5),
              "The whole log is " + node.log() + ".");
        }
        if (System.nanoTime() - began > timeout.toNanos()) {
          throw new CommandFailure(
              ExitCode.UNAVAILABLE,
              node.id() + " runs but has not caught up after " + Text.millis(timeout.toMillis()),
              "A majority of the nodes must run: caxton cluster status.");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
