package io.caxton.client.bench;

import io.caxton.client.CaxtonClient;
import io.caxton.client.ClientBuilder;
import io.caxton.client.cluster.LocalCluster;
import io.caxton.client.cluster.Readiness;
import io.caxton.client.cluster.TemporaryCluster;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The cluster that is measured, and a client of it. */
final class BenchHome implements AutoCloseable {
  private static final Duration SERVE = Duration.ofSeconds(60);

  private final BenchOptions options;
  private final Optional<TemporaryCluster> own;
  private final List<String> addresses;
  private final CaxtonClient client;

  private BenchHome(
      BenchOptions options,
      Optional<TemporaryCluster> own,
      List<String> addresses,
      CaxtonClient client) {
    this.options = options;
    this.own = own;
    this.addresses = addresses;
    this.client = client;
  }

  static BenchHome open(BenchOptions options) throws IOException {
    options.check();
    if (!options.addresses.isEmpty()) {
      CaxtonClient client = options.client(options.addresses).build();
      return new BenchHome(options, Optional.empty(), options.addresses, client);
    }
    TemporaryCluster own =
        new TemporaryCluster("bench", options.nodes, options.keep, options.serverOptions());
    List<String> addresses = own.cluster().addresses();
    BenchHome home =
        new BenchHome(options, Optional.of(own), addresses, options.client(addresses).build());
    try {
      own.start(own.cluster()::startAll);
      new Readiness(own.cluster(), home.client).awaitAll(SERVE);
    } catch (IOException | CommandFailure failure) {
      home.close();
      throw failure;
    }
    if (options.keep) {
      System.err.println("The servers' folder is " + own.dir());
    }
    return home;
  }

  CaxtonClient client() {
    return client;
  }

  /** A further client's settings. */
  ClientBuilder newClient() {
    return options.client(addresses);
  }

  /** True if its processes run on this machine. */
  boolean local() {
    return own.isPresent();
  }

  Costs costs() {
    return Costs.now(client, local());
  }

  /** For what kills servers. */
  TemporaryCluster own() {
    return own.orElseThrow(
        () ->
            new CommandFailure(
                ExitCode.USAGE,
                "this benchmark kills servers: it only does so to its own",
                "Leave --addresses out."));
  }

  LocalCluster cluster() {
    return own().cluster();
  }

  Readiness readiness() {
    return new Readiness(cluster(), client);
  }

  @Override
  public void close() {
    client.close();
    own.ifPresent(TemporaryCluster::close);
  }
}
