package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.ClientBuilder;
import io.caxton.client.TlsFiles;
import io.caxton.client.cluster.LocalCluster;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.DurationConverter;
import io.caxton.client.console.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which cluster a command talks to, and how: the same options everywhere. */
public final class Connection {
  @Option(
      names = "--addresses",
      paramLabel = "HOST:PORT",
      split = ",",
      description =
          "Client addresses of some nodes; the others are found. Otherwise $CAXTON_ADDRESSES"
              + " counts, or else the cluster in --dir.")
  private List<String> addresses = List.of();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".caxton",
      description = "Folder of a cluster started by 'caxton cluster start' (default: .caxton).")
  private Path dir;

  @Option(
      names = "--fleet",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The fleet to work in (default: ${DEFAULT-VALUE}).")
  private String fleet;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "How long a call may take with all its tries (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "Use TLS and trust servers with certificates of this authority (PEM).")
  private Path tlsCa;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "This client's certificate chain (PEM).")
  private Path tlsCertificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key (PEM, PKCS#8).")
  private Path tlsKey;

  @Option(names = "--json", description = "Print one JSON object, for scripts.")
  private boolean json;

  public boolean json() {
    return json;
  }

  public Path dir() {
    return dir;
  }

  public Duration timeout() {
    return timeout;
  }

  /** True if addresses were named: then no local cluster is meant. */
  boolean remote() {
    return !addresses.isEmpty() || environment().isPresent();
  }

  /** A client; close it. */
  public CaxtonClient open() throws IOException {
    return builder(resolve()).build();
  }

  /** A client's settings as this command line gives them. */
  ClientBuilder builder(List<String> hostPorts) {
    if (timeout.isZero()) {
      throw new CommandFailure(ExitCode.USAGE, "--timeout is 0", "Give it some time, such as 10s.");
    }
    ClientBuilder builder =
        CaxtonClient.builder()
            .addresses(hostPorts)
            .fleet(fleet)
            .clientName("caxton command, pid " + ProcessHandle.current().pid())
            .callTimeout(timeout);
    if (tlsCa != null || tlsCertificate != null || tlsKey != null) {
      builder.tls(
          new TlsFiles(
              Optional.ofNullable(tlsCa),
              Optional.ofNullable(tlsCertificate),
              Optional.ofNullable(tlsKey)));
    }
    return builder;
  }

  private List<String> resolve() throws IOException {
    if (!addresses.isEmpty()) {
      return addresses;
    }
    if (environment().isPresent()) {
      return List.of(environment().get().strip().split("\\s*,\\s*"));
    }
    return LocalCluster.open(dir)
        .map(LocalCluster::addresses)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    "no cluster: there is none in " + dir + ", and no addresses are given",
                    "Start one with 'caxton cluster start', or give --addresses HOST:PORT."));
  }

  private static Optional<String> environment() {
    return Optional.ofNullable(System.getenv("CAXTON_ADDRESSES")).filter(a -> !a.isBlank());
  }
}
