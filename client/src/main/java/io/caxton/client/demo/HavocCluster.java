package io.caxton.client.demo;

import io.caxton.client.CaxtonClient;
import io.caxton.client.cluster.Readiness;
import io.caxton.client.cluster.TemporaryCluster;
import io.caxton.client.console.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Three servers for a run through havoc, and a client; they end with it. */
final class HavocCluster {
  private static final Duration SERVE = Duration.ofSeconds(90);

  /** What happens while the servers are there. */
  interface Run<R> {
    R with(TemporaryCluster home, CaxtonClient client) throws IOException, InterruptedException;
  }

  private HavocCluster() {}

  static <R> R run(String name, boolean keep, Progress progress, Run<R> run)
      throws IOException, InterruptedException {
    try (TemporaryCluster home = new TemporaryCluster(name, 3, keep, List.of());
        CaxtonClient client =
            CaxtonClient.builder()
                .addresses(home.cluster().addresses())
                .clientName("caxton demo " + name)
                .callTimeout(Duration.ofMinutes(2))
                .build()) {
      home.start(home.cluster()::startAll);
      new Readiness(home.cluster(), client).awaitAll(SERVE);
      if (keep) {
        progress.say("Servers and logs: " + home.dir());
      }
      return run.with(home, client);
    }
  }
}
