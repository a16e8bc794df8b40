package io.caxton.client.bench;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.ClientBuilder;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.client.console.Range;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import picocli.CommandLine.Option;

/** What every benchmark can be told. */
final class BenchOptions {
  private static final int IN_FLIGHT_MAX = 60_000;

  @Option(
      names = "--addresses",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "A running cluster, which keeps what is stored in it (default: a fresh one).")
  List<String> addresses = List.of();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "Servers of a self-started cluster (default: ${DEFAULT-VALUE}).")
  int nodes;

  @Option(
      names = "--set",
      paramLabel = "SETTING=VALUE",
      description = "A setting of the self-started servers; repeatable.")
  Map<String, String> settings = Map.of();

  @Option(
      names = "--payload-bytes",
      paramLabel = "N",
      defaultValue = "256",
      description = "Bytes of each task's payload (default: ${DEFAULT-VALUE}).")
  int payloadBytes;

  @Option(
      names = "--no-gather",
      description = "One wire call for each library call, instead of gathering them.")
  boolean noGather;

  @Option(names = "--keep", description = "Keep the self-started cluster's folder and say where.")
  boolean keep;

  @Option(names = "--json", description = "Print one JSON object, for scripts.")
  boolean json;

  void check() {
    Range.check("--nodes", nodes, 1, 9);
    Range.check("--payload-bytes", payloadBytes, 0, 1 << 20);
    if (!addresses.isEmpty() && !settings.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "--set is for a self-started cluster", "");
    }
  }

  static void inFlight(int inFlight) {
    Range.check("--in-flight", inFlight, 1, IN_FLIGHT_MAX);
  }

  List<String> serverOptions() {
    return settings.entrySet().stream().map(s -> "--" + s.getKey() + "=" + s.getValue()).toList();
  }

  ClientBuilder client(List<String> hostPorts) {
    return CaxtonClient.builder()
        .addresses(hostPorts)
        .clientName("caxton bench")
        .callTimeout(Duration.ofSeconds(60))
        .gather(!noGather);
  }

  /** The same bytes for each run. They do not compress. */
  ByteString payload(long seed) {
    byte[] bytes = new byte[payloadBytes];
    new Random(seed).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}
