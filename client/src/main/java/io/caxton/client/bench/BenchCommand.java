package io.caxton.client.bench;

import picocli.CommandLine.Command;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a cluster through the public client library. An operation counts when it is"
          + " answered.",
      "Starts three servers of its own in a temporary folder unless --addresses is given."
    },
    subcommands = {
      BenchCommand.TasksCommand.class,
      ReadBench.class,
      FailoverBench.class,
      RestartBench.class,
      RecoveryBench.class,
      JournalBench.class,
      CoreBench.class
    },
    footer = {
      "",
      "Exit code 1 if what the cluster stored differs from what it acknowledged.",
      "",
      "Examples:",
      "  caxton bench tasks submit --in-flight 1000",
      "  caxton bench tasks cycle --json | jq .operations_per_second",
      "  caxton bench tasks cycle --rate 500",
      "  caxton bench tasks claim --tasks 1000000",
      "  caxton bench failover --trials 10",
      "  caxton bench recovery --json | jq .restore_million_millis"
    })
public final class BenchCommand {
  @Command(
      name = "tasks",
      mixinStandardHelpOptions = true,
      description = "Submits tasks, takes them through their whole life, or only claims them.",
      subcommands = {SubmitBench.class, CycleBench.class, ClaimBench.class})
  static final class TasksCommand {}
}
