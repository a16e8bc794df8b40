package io.caxton.client.bench;

import io.caxton.client.CaxtonClient;
import java.lang.management.ManagementFactory;
import java.util.List;

/** What all servers and this client have used up to a moment. */
record Costs(List<NodeCost> nodes, double clientCpuSeconds, long nanoTime) {
  Costs {
    nodes = List.copyOf(nodes);
  }

  static Costs now(CaxtonClient client, boolean local) {
    List<NodeCost> nodes = NodeCost.of(client, local);
    double cpu =
        ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean os
            ? os.getProcessCpuTime() / 1e9
            : 0;
    return new Costs(nodes, cpu, System.nanoTime());
  }

  double secondsSince(Costs before) {
    return (nanoTime - before.nanoTime) / 1e9;
  }

  double serverCpuSecondsSince(Costs before) {
    double millis = 0;
    for (NodeCost node : nodes) {
      millis += node.cpuMillis() - before.of(node, NodeCost::cpuMillis);
    }
    return millis / 1e3;
  }

  long electionsSince(Costs before) {
    long elections = 0;
    for (NodeCost node : nodes) {
      elections += node.elections() - before.of(node, NodeCost::elections);
    }
    return elections;
  }

  /** The highest term that any node knows. */
  long term() {
    return nodes.stream().mapToLong(NodeCost::term).max().orElse(0);
  }

  /** Of the same process, else 0: a restarted one counts from zero. */
  private long of(NodeCost node, java.util.function.ToLongFunction<NodeCost> what) {
    return nodes.stream().filter(n -> n.pid() == node.pid()).mapToLong(what).findFirst().orElse(0);
  }
}
