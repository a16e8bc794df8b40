package io.caxton.client.cli;

import picocli.CommandLine.Command;

@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description =
        "Starts, stops and kills the servers of a cluster on this machine; changes its members.",
    subcommands = {
      ClusterStart.class,
      ClusterStop.class,
      ClusterStatus.class,
      ClusterKill.class,
      ClusterRestart.class,
      ClusterJoin.class,
      ClusterAdd.class,
      ClusterRemove.class
    },
    footer = {
      "",
      "The servers are real processes; DIR/NODE/server.log is what each one says.",
      "",
      "Examples:",
      "  caxton cluster start --nodes 3 --dir /tmp/c",
      "  caxton cluster kill leader --dir /tmp/c && caxton cluster status --dir /tmp/c"
    })
final class ClusterCommand {}
