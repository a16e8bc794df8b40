package io.caxton.client.cluster;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.NodeStatus;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Text;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NodeRole;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits until a local cluster serves, and says why if it does not. */
public final class Readiness {
  private static final long PAUSE_NANOS = 50_000_000;
  private static final int LAST_LINES = 5;

  private final LocalCluster cluster;
  private final CaxtonClient client;

  public Readiness(LocalCluster cluster, CaxtonClient client) {
    this.cluster = cluster;
    this.client = client;
  }

  /** Every node's own view; empty for those that do not answer. */
  public List<GetNodeResponse> views() {
    return CaxtonException.join(client.cluster().status()).stream()
        .map(NodeStatus::view)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Waits until a leader serves. */
  public GetNodeResponse awaitLeader(Duration atMost) throws IOException {
    return leader(await(atMost, "no leader serves", views -> leader(views).isPresent()))
        .orElseThrow();
  }

  /** Waits until a leader serves and every node has caught up. */
  public List<GetNodeResponse> awaitAll(Duration atMost) throws IOException {
    int count = cluster.nodes().size();
    return await(
        atMost,
        "not all nodes are ready",
        views ->
            leader(views).isPresent()
                && views.stream().filter(GetNodeResponse::getReady).count() == count);
  }

  /** The ready leader of the highest term: an old one may not know yet. */
  public static Optional<GetNodeResponse> leader(List<GetNodeResponse> views) {
    return views.stream()
        .filter(view -> view.getRole() == NodeRole.NODE_ROLE_LEADER && view.getReady())
        .max((a, b) -> Long.compareUnsigned(a.getTerm(), b.getTerm()));
  }

  private List<GetNodeResponse> await(
      Duration atMost, String complaint, Predicate<List<GetNodeResponse>> enough)
      throws IOException {
    long until = System.nanoTime() + atMost.toNanos();
    while (true) {
      List<GetNodeResponse> views = views();
      if (enough.test(views)) {
        return views;
      }
      Optional<LocalNode> dead = cluster.firstDead(cluster.nodes());
      if (dead.isPresent()) {
        throw ended(dead.get());
      }
      if (System.nanoTime() - until > 0) {
        throw new CommandFailure(
            ExitCode.UNAVAILABLE,
            complaint + " after " + Text.millis(atMost.toMillis()),
            "The nodes' logs are " + cluster.dir() + "/*/server.log.");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static CommandFailure ended(LocalNode node) {
    return new CommandFailure(
        ExitCode.FAILED,
        "the server " + node.id() + " ended; its last words:\n" + node.lastWords(LAST_LINES),
        "The whole log is " + node.log() + ".");
  }
}
