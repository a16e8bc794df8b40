package io.caxton.server;

import io.caxton.server.config.Config;
import io.caxton.server.config.Peer;
import io.caxton.server.config.Settings;
import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.consensus.Halt;
import io.caxton.server.consensus.Replicated;
import io.caxton.server.consensus.SnapshotFetcher;
import io.caxton.server.engine.BodyMemory;
import io.caxton.server.engine.SnapshotPace;
import io.caxton.server.engine.Snapshots;
import io.caxton.server.error.StartException;
import io.caxton.server.ratis.RatisConsensus;
import io.caxton.server.ratis.RatisOptions;
import io.caxton.server.ratis.RatisTimeouts;
import io.caxton.server.ratis.RatisTls;
import io.caxton.server.storage.DataDirectory;
import io.caxton.server.storage.DataDirectoryException;
import io.caxton.server.storage.FirstStart;
import io.caxton.server.storage.Identity;
import io.caxton.server.storage.PeerIdentity;
import io.caxton.state.Limits;
import io.caxton.state.snapshot.SnapshotStore;
import io.caxton.v1.GetIdentityResponse;
import io.caxton.v1.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/** What this node has on disk, opened in order, and what is built on it. */
final class NodeStorage implements AutoCloseable {
  private static final Duration BOOTSTRAP_PATIENCE = Duration.ofSeconds(60);

  private final Config config;
  private final DataDirectory data;
  private final SnapshotStore store;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("caxton-snapshot").daemon().unstarted(task));

  private final ExecutorService merger =
      Executors.newSingleThreadExecutor(
          task -> Thread.ofPlatform().name("caxton-merge").daemon().unstarted(task));

  private NodeStorage(Config config, DataDirectory data, SnapshotStore store) {
    this.config = config;
    this.data = data;
    this.store = store;
  }

  static NodeStorage open(Config config) {
    Path directory = config.get(Settings.DATA_DIR);
    try {
      DataDirectory data = DataDirectory.open(directory);
      return new NodeStorage(config, data, SnapshotStore.open(data.snapshots()));
    } catch (DataDirectoryException e) {
      throw new StartException(e.getMessage(), e);
    } catch (IOException e) {
      throw new StartException("cannot use data-dir = " + directory + ": " + e, e);
    }
  }

  /** Who this node is, as its directory says; the cluster's id stays empty until it knows one. */
  GetIdentityResponse identity(ConsensusStatus status) {
    GetIdentityResponse.Builder identity =
        GetIdentityResponse.newBuilder().setNodeId(config.get(Settings.NODE_ID));
    data.identity()
        .ifPresent(
            known ->
                identity.setClusterId(known.clusterId()).setBootstrapped(known.bootstrapped()));
    status.members().forEach(member -> identity.addMembers(member.getNodeId()));
    return identity.build();
  }

  /**
   * Returns when this node may start its log; a founder waits for the others here, so it must
   * answer for its own identity already.
   */
  void admit(PeerIdentity peers) {
    List<String> others =
        config.get(Settings.PEERS).stream()
            .map(Peer::id)
            .filter(id -> !id.equals(config.get(Settings.NODE_ID)))
            .toList();
    FirstStart.Claim claim =
        new FirstStart.Claim(
            config.get(Settings.CLUSTER_NAME), config.get(Settings.NODE_ID), others, wish());
    try {
      new FirstStart(data, claim, peers).admit(BOOTSTRAP_PATIENCE);
    } catch (DataDirectoryException e) {
      throw new StartException(e.getMessage(), e);
    } catch (IOException e) {
      throw new StartException("cannot use the data directory " + data + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while waiting for the other founders", e);
    }
  }

  private FirstStart.Wish wish() {
    if (config.get(Settings.BOOTSTRAP)) {
      return FirstStart.Wish.BOOTSTRAP;
    }
    return config.get(Settings.JOIN) ? FirstStart.Wish.JOIN : FirstStart.Wish.RESUME;
  }

  SnapshotStore store() {
    return store;
  }

  Snapshots snapshots(BodyMemory bodyMemory, Runnable onDurable, ReentrantLock stateLock) {
    return new Snapshots(
        store,
        Limits.BUILT_IN,
        writer,
        merger,
        new SnapshotPace(config.get(Settings.SNAPSHOT_BYTES_PER_SECOND)),
        config.get(Settings.SNAPSHOT_LOG_BYTES),
        bodyMemory,
        onDurable,
        stateLock);
  }

  Consensus consensus(Replicated replicated, SnapshotFetcher fetcher, Halt halt) {
    List<NodeAddress> voters =
        isFounder()
            ? config.get(Settings.PEERS).stream().map(Peer::toNodeAddress).toList()
            : List.of();
    RatisOptions options =
        new RatisOptions(
            config.get(Settings.CLUSTER_NAME),
            self(),
            Optional.of(config.get(Settings.RAFT_ADDRESS).host()),
            voters,
            data.raft(),
            timeouts(),
            data::started,
            tls());
    return new RatisConsensus(options, replicated, fetcher, halt);
  }

  /** A node that was added later never counts itself among the founders, whatever the flags say. */
  private boolean isFounder() {
    return data.identity().map(Identity::founder).orElseGet(() -> !config.get(Settings.JOIN));
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
    merger.shutdownNow();
    try {
      data.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
