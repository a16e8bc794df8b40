package io.caxton.server;

import io.caxton.server.config.Config;
import io.caxton.server.config.Peer;
import io.caxton.server.config.Settings;
import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.Halt;
import io.caxton.server.consensus.Replicated;
import io.caxton.server.consensus.SnapshotFetcher;
import io.caxton.server.engine.SnapshotPace;
import io.caxton.server.engine.Snapshots;
import io.caxton.server.error.StartException;
import io.caxton.server.peer.PeerChannels;
import io.caxton.server.ratis.RatisConsensus;
import io.caxton.server.ratis.RatisOptions;
import io.caxton.server.ratis.RatisTimeouts;
import io.caxton.server.ratis.RatisTls;
import io.caxton.state.Limits;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.v1.GetIdentityResponse;
import io.caxton.v1.NodeAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/** What this node has on disk, opened in order, and what is built on it. */
final class NodeStorage implements AutoCloseable {
  private final Config config;
  private final GetIdentityResponse identity;
  private final SnapshotStore store;
  private final Path raftDirectory;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("caxton-snapshot").daemon().unstarted(task));

  private NodeStorage(
      Config config, GetIdentityResponse identity, SnapshotStore store, Path raftDirectory) {
    this.config = config;
    this.identity = identity;
    this.store = store;
    this.raftDirectory = raftDirectory;
  }

  static NodeStorage open(Config config, PeerChannels channels) {
    Path directory = config.get(Settings.DATA_DIR);
    try {
      GetIdentityResponse identity =
          GetIdentityResponse.newBuilder()
              .setClusterId(config.get(Settings.CLUSTER_NAME))
              .setNodeId(config.get(Settings.NODE_ID))
              .build();
      SnapshotStore store = SnapshotStore.open(directory.resolve("snapshots"));
      return new NodeStorage(config, identity, store, directory.resolve("raft"));
    } catch (IOException e) {
      throw new StartException("cannot use data-dir = " + directory + ": " + e, e);
    }
  }

  GetIdentityResponse identity() {
    return identity;
  }

  SnapshotStore store() {
    return store;
  }

  Snapshots snapshots(Runnable onDurable, ReentrantLock stateLock) {
    return new Snapshots(
        store,
        Limits.BUILT_IN,
        writer,
        new SnapshotPace(config.get(Settings.SNAPSHOT_BYTES_PER_SECOND)),
        config.get(Settings.SNAPSHOT_LOG_BYTES),
        onDurable,
        stateLock);
  }

  Consensus consensus(Replicated replicated, SnapshotFetcher fetcher, Halt halt) {
    List<NodeAddress> voters =
        config.get(Settings.JOIN)
            ? List.of()
            : config.get(Settings.PEERS).stream().map(Peer::toNodeAddress).toList();
    RatisOptions options =
        new RatisOptions(
            identity.getClusterId(),
            self(),
            Optional.of(config.get(Settings.RAFT_ADDRESS).host()),
            voters,
            raftDirectory,
            timeouts(),
            tls());
    return new RatisConsensus(options, replicated, fetcher, halt);
  }

  /** As the others dial it: from the peers' list, or where this node listens while it joins. */
  private NodeAddress self() {
    return config
        .self()
        .map(Peer::toNodeAddress)
        .orElseGet(
            () ->
                NodeAddress.newBuilder()
                    .setNodeId(config.get(Settings.NODE_ID))
                    .setClientAddress(config.get(Settings.CLIENT_ADDRESS).toString())
                    .setRaftAddress(config.get(Settings.RAFT_ADDRESS).toString())
                    .build());
  }

  private RatisTimeouts timeouts() {
    return new RatisTimeouts(
        Math.toIntExact(config.get(Settings.ELECTION_TIMEOUT_MIN_MILLIS)),
        Math.toIntExact(config.get(Settings.ELECTION_TIMEOUT_MAX_MILLIS)));
  }

  private Optional<RatisTls> tls() {
    return config.tls()
        ? Optional.of(
            new RatisTls(
                Path.of(config.get(Settings.TLS_CERTIFICATE)),
                Path.of(config.get(Settings.TLS_KEY)),
                Path.of(config.get(Settings.TLS_CA))))
        : Optional.empty();
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
