package io.caxton.client.bench;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.NodeStatus;
import io.caxton.v1.GetNodeResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one server has used so far.
 *
 * @param term the highest it knows
 * @param elections it took part in as a candidate
 */
record NodeCost(String id, long pid, long cpuMillis, long rssBytes, long elections, long term) {
  private static final int TICK_MILLIS = 10;

  /** All nodes that answer, by id. */
  static List<NodeCost> of(CaxtonClient client, boolean local) {
    return CaxtonException.join(client.cluster().status()).stream()
        .map(NodeStatus::view)
        .flatMap(Optional::stream)
        .map(view -> of(view, local))
        .sorted(Comparator.comparing(NodeCost::id))
        .toList();
  }

  /** The kernel counts more finely than a node reports, but only for processes of this machine. */
  private static NodeCost of(GetNodeResponse view, boolean local) {
    return new NodeCost(
        view.getNodeId(),
        view.getPid(),
        local ? cpuMillis(view.getPid()) : view.getCpuMillis(),
        local ? rssBytes(view.getPid()) : view.getRssBytes(),
        view.getElections(),
        view.getTerm());
  }

  private static long cpuMillis(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
    } catch (IOException gone) {
      return 0;
    }
  }

  static long rssBytes(long pid) {
    return statusBytes(pid, "VmRSS:");
  }

  /** The most it ever had. */
  static long peakRssBytes(long pid) {
    return statusBytes(pid, "VmHWM:");
  }

  private static long statusBytes(long pid, String field) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
          .findFirst()
          .orElse(0);
    } catch (IOException gone) {
      return 0;
    }
  }
}
