package io.caxton.client.cli;

import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.v1.Label;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.ReadOptions.Consistency;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every list can be told. */
final class ListOptions {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "Only those with this label; repeatable, all must match.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--stale",
      description = "Take any node's state, however old; works without a quorum.")
  private boolean stale;

  int limit() {
    if (limit < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--limit is " + limit + ", at least 1", "");
    }
    return limit;
  }

  List<Label> labels() {
    return Names.labels(labels);
  }

  ReadOptions read() {
    return read(stale);
  }

  static ReadOptions read(boolean stale) {
    return ReadOptions.newBuilder()
        .setConsistency(stale ? Consistency.STALE : Consistency.LINEARIZABLE)
        .build();
  }
}
