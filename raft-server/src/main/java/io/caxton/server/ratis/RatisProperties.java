package io.caxton.server.ratis;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * Every setting of Ratis that matters to us, each with its reason. Set by Ratis's typed setters
 * only: Ratis ignores a key with a typo.
 */
final class RatisProperties {
  /**
   * The largest log entry, the largest AppendEntries and what the reader of old logs accepts are
   * one setting. It must never be lowered: logs written before would be unreadable.
   */
  static final int ENTRY_BYTES_MAX = 4 << 20;

  /** What one record may have: the entry's own fields need far less than the rest. */
  static final int RECORD_BYTES_MAX = ENTRY_BYTES_MAX - (64 << 10);

  /** Two: a damaged newest snapshot falls back to the one before, whose log is kept too. */
  static final int SNAPSHOTS_KEPT = 2;

  private RatisProperties() {}

  /**
   * @param mayStand false on a node that must not stand for election until it has caught up: its
   *     first election time-out is out of reach
   */
  static RaftProperties of(RatisOptions options, boolean mayStand) {
    RaftProperties properties = new RaftProperties();
    storage(properties, options);
    elections(properties, options.timeouts(), mayStand);
    log(properties);
    appender(properties);
    snapshots(properties);
    requests(properties);
    grpc(properties, options);
    return properties;
  }

  private static void storage(RaftProperties properties, RatisOptions options) {
    RaftServerConfigKeys.setStorageDir(properties, List.of(options.directory().toFile()));
    // Else it is in /tmp. We never remove a group; the name must not look like a UUID.
    RaftServerConfigKeys.setRemovedGroupsDir(
        properties, options.directory().resolve("removed").toFile());
    // Only looked at when Ratis starts; the data directory has its own watch on free space.
    RaftServerConfigKeys.setStorageFreeSpaceMin(properties, SizeInBytes.valueOf("0"));
    // A process that was stopped for longer closes its server for good. A minute is too short for a
    // suspended machine or a debugger.
    RaftServerConfigKeys.setCloseThreshold(properties, seconds(300));
    // A follower that slept this much longer than it meant to does not trust its own time-out.
    RaftServerConfigKeys.setSleepDeviationThreshold(properties, millis(300));
  }

  private static void elections(
      RaftProperties properties, RatisTimeouts timeouts, boolean mayStand) {
    TimeDuration min = millis(timeouts.electionMillisMin());
    TimeDuration max = millis(timeouts.electionMillisMax());
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, min);
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, max);
    // As milliseconds it must fit an int.
    TimeDuration never = millis(TimeUnit.DAYS.toMillis(20));
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, mayStand ? min : never);
    RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, mayStand ? max : never);
    RaftServerConfigKeys.Rpc.setRequestTimeout(properties, seconds(3));
    // A node that comes back from a partition must not push a healthy leader aside.
    RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
    // After losing its majority a leader does not stand for this long: 10 s of default would leave
    // a
    // healed cluster of three without a leader if the others lag. Also the pause after which a
    // leader that was stopped steps down by itself.
    RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, seconds(2));
    // Nobody doubles the voters in one step.
    RaftServerConfigKeys.LeaderElection.setMemberMajorityAdd(properties, false);
    // A new node has caught up when it is this close; our records are large.
    RaftServerConfigKeys.setStagingCatchupGap(properties, 256);
    // Three election time-outs of default are too few for a node that is installing a snapshot.
    RaftServerConfigKeys.setStagingTimeout(properties, seconds(10));
  }

  private static void log(RaftProperties properties) {
    RaftServerConfigKeys.Log.setUseMemory(properties, false);
    // Both acknowledge what no disk has: asynchronous flush counts entries as durable that were
    // written after the flush began, and those whose fsync failed.
    RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
    RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
    // A torn tail is repaired before Ratis looks (see TailRepair); anything else must stop the
    // node,
    // not be cut away silently.
    RaftServerConfigKeys.Log.setCorruptionPolicy(
        properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
    // Else each commit appends one more entry: one more fsync and round at low load.
    RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
    // Off: a follower appends in the thread that received the entries, 24 to 57 % faster.
    RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, false);
    RaftServerConfigKeys.Log.setForceSyncNum(properties, 128);
    // Above what we let wait (see requests): an append that finds this queue full would block under
    // the server's lock, with votes and heartbeats behind it.
    RaftServerConfigKeys.Log.setQueueElementLimit(properties, 4096);
    RaftServerConfigKeys.Log.setQueueByteLimit(properties, SizeInBytes.valueOf("64MB"));
    // The log is purged by whole segments, and all of it is read at a start: so not too large.
    // Preallocation writes real zeros inline, 4 MB of them take 6 to 46 ms: so not larger.
    RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("32MB"));
    RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("4MB"));
    // At least the largest entry and 8 bytes. It is direct memory.
    RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf("8MB"));
    // Heap: what followers in step need is in the open segment, which is always cached.
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
    RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf("32MB"));
    // A dead follower must not pin the log; what a short outage needs is kept by answering with the
    // older of two snapshots (see SnapshotShelf), which bounds it by bytes and not by entries.
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
    RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, 0);
    RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
  }

  private static void appender(RaftProperties properties) {
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(
        properties, SizeInBytes.valueOf(ENTRY_BYTES_MAX));
    RaftServerConfigKeys.Log.Appender.setBufferElementLimit(properties, 0);
    // The default sleeps 1 ms before each append: a third of the latency at low load.
    RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, TimeDuration.ZERO);
    // The default waits 5 s between tries for a follower that was away for a while: it would stand
    // for election meanwhile, hearing nothing.
    RaftServerConfigKeys.Log.Appender.setRetryPolicy(properties, "1ms,10, 50ms,20, 100ms,1000");
  }

  private static void snapshots(RaftProperties properties) {
    // Ratis ships the manifest only; its other mode loops for ever in some cases (RATIS-2500).
    RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(properties, true);
    RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(
        properties, SizeInBytes.valueOf("1MB"));
    // The engine decides when; Ratis would ask on each turn of its loop and wait for the answer.
    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenRemoveEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setCreationGap(properties, 1);
    // The default never deletes.
    RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, SNAPSHOTS_KEPT);
  }

  private static void requests(RaftProperties properties) {
    // We batch: so few records wait, and what is above is refused, which is a definite answer.
    RaftServerConfigKeys.Write.setElementLimit(properties, 1024);
    RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf("32MB"));
    // Replies of each entry stay on every node's heap for this long. Ours are retried by session,
    // never by call id. It cannot be turned off.
    RaftServerConfigKeys.RetryCache.setExpiryTime(properties, seconds(2));
    // Ratis's reads are not used: its linearizable read may answer with an old value.
    RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.DEFAULT);
    RaftServerConfigKeys.Read.setLeaderLeaseEnabled(properties, false);
  }

  private static void grpc(RaftProperties properties, RatisOptions options) {
    Peers.HostPort address = Peers.hostPort(options.self().getRaftAddress());
    // The default listens on every interface.
    GrpcConfigKeys.Server.setHost(properties, options.bindHost().orElse(address.host()));
    GrpcConfigKeys.Server.setPort(properties, address.port());
    GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf("16MB"));
    GrpcConfigKeys.setFlowControlWindow(properties, SizeInBytes.valueOf("4MB"));
    // 128 outstanding appends were half as fast as 8.
    GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, 8);
    // Heartbeats must not wait behind large appends.
    GrpcConfigKeys.Server.setHeartbeatChannel(properties, true);
  }

  private static TimeDuration millis(long millis) {
    return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
  }

  private static TimeDuration seconds(long seconds) {
    return TimeDuration.valueOf(seconds, TimeUnit.SECONDS);
  }
}
