package io.caxton.server;

import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.Replicated;
import io.caxton.server.engine.Engine;
import io.caxton.server.engine.Leadership;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NodeAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What this node says of itself. */
final class NodeDescription {
  private static final long PAGE_BYTES = 4_096;

  private final String nodeId;
  private final String clusterId;
  private final Consensus consensus;
  private final Engine engine;
  private final Leadership leadership;
  private final BooleanSupplier ready;
  private final long startedNanos = System.nanoTime();

  NodeDescription(
      String nodeId,
      String clusterId,
      Consensus consensus,
      Engine engine,
      Leadership leadership,
      BooleanSupplier ready) {
    this.nodeId = nodeId;
    this.clusterId = clusterId;
    this.consensus = consensus;
    this.engine = engine;
    this.leadership = leadership;
    this.ready = ready;
  }

  GetNodeResponse get() {
    ConsensusStatus status = consensus.status();
    String leaderId = status.leaderId().orElse("");
    return GetNodeResponse.newBuilder()
        .setNodeId(nodeId)
        .setClusterId(clusterId)
        .setRole(status.role())
        .setTerm(status.term())
        .setLeaderId(leaderId)
        .setLeaderClientAddress(
            status.members().stream()
                .filter(member -> member.getNodeId().equals(leaderId))
                .map(NodeAddress::getClientAddress)
                .findFirst()
                .orElse(""))
        .setReady(ready.getAsBoolean())
        .setPosition(engine.position())
        .setTickMillis(engine.appliedTick())
        .setWallMillis(System.currentTimeMillis())
        .setCommitIndex(Math.max(0, status.commitIndex()))
        .setAppliedIndex(Math.max(0, status.applied().index()))
        .setSnapshotIndex(
            Math.max(
                0,
                engine
                    .newestSnapshot()
                    .map(Replicated.SnapshotFile::at)
                    .map(LogPosition::index)
                    .orElse(0L)))
        .addAllMembers(status.members())
        .setVersion(Version.text())
        .setPid(ProcessHandle.current().pid())
        .setUptimeMillis((System.nanoTime() - startedNanos) / 1_000_000)
        .setElections(gauge("raft_elections"))
        .setLeaderChanges(leadership.changes())
        .setSnapshotsInstalled(gauge("raft_snapshots_installed"))
        .setRssBytes(rssBytes())
        .setCpuMillis(
            ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
        .build();
  }

  private long gauge(String name) {
    return consensus.gauges().getOrDefault(name, () -> 0L).getAsLong();
  }

  /** From the process file system where there is one; the used heap elsewhere. */
  private static long rssBytes() {
    try {
      String statm = Files.readString(Path.of("/proc/self/statm"));
      return Long.parseLong(statm.split(" ")[1]) * PAGE_BYTES;
    } catch (IOException | RuntimeException e) {
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
  }
}
