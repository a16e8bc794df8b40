package io.caxton.server;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jvm.GarbageCollectorMetricSet;
import com.codahale.metrics.jvm.MemoryUsageGaugeSet;
import io.caxton.server.config.Config;
import io.caxton.server.config.HostPort;
import io.caxton.server.config.Settings;
import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.consensus.Halt;
import io.caxton.server.engine.BodyMemory;
import io.caxton.server.engine.Engine;
import io.caxton.server.engine.Leadership;
import io.caxton.server.engine.Snapshots;
import io.caxton.server.error.StartException;
import io.caxton.server.grpc.Api;
import io.caxton.server.grpc.GrpcServer;
import io.caxton.server.metrics.MetricsServer;
import io.caxton.server.metrics.RecoveryMetrics;
import io.caxton.server.peer.ClockKeeper;
import io.caxton.server.peer.GrpcPeerIdentity;
import io.caxton.server.peer.GrpcTermProbe;
import io.caxton.server.peer.PeerChannels;
import io.caxton.server.peer.PeerClocks;
import io.caxton.server.peer.PeerSnapshots;
import io.caxton.server.propose.LeaderClock;
import io.caxton.server.propose.Proposer;
import io.caxton.server.propose.Sweeper;
import io.caxton.server.read.ReadBarrier;
import io.caxton.server.schedule.ScheduleProposer;
import io.caxton.server.storage.FreeSpace;
import io.caxton.state.Effect;
import io.caxton.state.Limits;
import io.caxton.v1.NodeRole;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node: puts its rooms together, starts them in order, and closes them in the reverse one. */
final class NodeServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeServer.class);
  private static final long HAND_OVER_MILLIS = 2_000;
  private static final long HAND_OVER_PAUSE_NANOS = 20_000_000;

  private final Config config;
  private final NodeStorage storage;
  private final MetricRegistry metrics = new MetricRegistry();
  private final PrometheusRegistry counters = new PrometheusRegistry();
  private final ExecutorService replies = threads("caxton-reply", 2);
  private final ExecutorService control = threads("caxton-control", 1);
  private final ExecutorService calls = threads("caxton-call", 4);
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final PeerChannels channels;
  private final Engine engine;
  private final Consensus consensus;
  private final Leadership leadership;
  private final Api api;
  private final GrpcServer grpc;
  private final Housekeeping housekeeping;
  private final MetricsServer metricsServer;
  private volatile boolean closing;

  static NodeServer start(Config config) {
    NodeServer node = new NodeServer(config);
    // Only now: a call may need any of the rooms.
    node.grpc.start();
    node.storage.admit(new GrpcPeerIdentity(node.channels, config.get(Settings.PEERS)));
    try {
      node.consensus.start();
    } catch (IllegalStateException e) {
      throw new StartException(e.getMessage(), e);
    }
    node.registerGauges();
    node.housekeeping.start();
    return node;
  }

  private NodeServer(Config config) {
    this.config = config;
    TlsCredentials tls = TlsCredentials.of(config);
    channels = new PeerChannels(tls.channel(), System::nanoTime);
    storage = NodeStorage.open(config);
    String selfId = config.get(Settings.NODE_ID);
    String clusterId = config.get(Settings.CLUSTER_NAME);
    long silenceMillisMax = config.get(Settings.ELECTION_TIMEOUT_MAX_MILLIS);

    ReentrantLock stateLock = new ReentrantLock();
    BodyMemory bodyMemory = BodyMemory.ofHeap();
    Snapshots snapshots = storage.snapshots(bodyMemory, this::snapshotReady, stateLock);
    engine = new Engine(Limits.BUILT_IN, snapshots, replies, stateLock);
    PeerSnapshots peerSnapshots =
        new PeerSnapshots(
            config.get(Settings.NODE_ID),
            storage.store(),
            channels,
            clusterId,
            this::status,
            () -> closing);
    consensus = storage.consensus(engine, peerSnapshots, Halt.process());

    LeaderClock clock = new LeaderClock(System::nanoTime, System::currentTimeMillis);
    leadership = new Leadership(control, engine, clock, this::sendAway);
    Proposer proposer =
        new Proposer(consensus, clock, bounds(), replies, this::perform, System::nanoTime, metrics);
    Sweeper sweeper =
        new Sweeper(
            proposer,
            clock,
            engine,
            () -> consensus.status().quorumSilenceMillis(),
            silenceMillisMax);
    leadership.lead(proposer, sweeper);
    ScheduleProposer schedules = new ScheduleProposer(proposer, clock, engine, blocking);

    PeerClocks peerClocks = new PeerClocks(System::nanoTime, System::currentTimeMillis);
    GrpcTermProbe probe = new GrpcTermProbe(channels, peerClocks, clusterId);
    ReadBarrier barrier =
        new ReadBarrier(consensus, engine.views(), proposer, probe, replies, selfId);
    FreeSpace freeSpace =
        new FreeSpace(config.get(Settings.DATA_DIR), config.get(Settings.DISK_FREE_BYTES_MIN));
    NodeDescription description =
        new NodeDescription(selfId, clusterId, consensus, engine, leadership, this::ready);
    api =
        new Api(
            new Api.Node(
                selfId,
                clusterId,
                () -> storage.identity(consensus.status()),
                consensus,
                engine,
                proposer,
                barrier,
                freeSpace,
                bodyMemory,
                peerSnapshots,
                description::get,
                replies,
                blocking,
                System::currentTimeMillis,
                new RecoveryMetrics(counters)::count),
            new Api.Bounds(config.get(Settings.STREAMS_MAX), silenceMillisMax));
    engine.connect(leadership, api::applied);
    grpc =
        new GrpcServer(
            config.get(Settings.CLIENT_ADDRESS).toSocketAddress(),
            tls.server(),
            calls,
            api.services());
    ClockKeeper clockKeeper = new ClockKeeper(clock, peerClocks, probe, selfId);
    housekeeping =
        new Housekeeping(
            consensus,
            leadership,
            proposer,
            sweeper,
            schedules,
            engine,
            freeSpace,
            clockKeeper,
            new StuckTaskWatch(engine.views()::newest, blocking, counters),
            grpc,
            silenceMillisMax);
    register(proposer, freeSpace, bodyMemory, clockKeeper);
    metricsServer = startMetrics();
  }

  private Proposer.Bounds bounds() {
    return new Proposer.Bounds(
        Math.toIntExact(config.get(Settings.RECORDS_IN_FLIGHT_MAX)),
        config.get(Settings.RECORD_BYTES_MAX),
        config.get(Settings.PENDING_BYTES_MAX),
        config.get(Settings.WRITE_TIMEOUT_MILLIS));
  }

  // The rooms know each other in a circle; these are called only once all of them stand.

  private void snapshotReady() {
    consensus.snapshotReady();
  }

  private ConsensusStatus status() {
    return consensus.status();
  }

  private void sendAway() {
    api.sendAway();
  }

  private void perform(Effect effect) {
    api.perform(effect);
  }

  private boolean ready() {
    return housekeeping.ready();
  }

  private void register(
      Proposer proposer, FreeSpace freeSpace, BodyMemory bodyMemory, ClockKeeper clockKeeper) {
    metrics.register("caxton_position", (Gauge<Long>) engine::position);
    metrics.register("caxton_tick_millis", (Gauge<Long>) engine::appliedTick);
    metrics.register("caxton_pending_bytes", (Gauge<Long>) proposer::pendingBytes);
    metrics.register("caxton_leading", (Gauge<Integer>) () -> leadership.leading() ? 1 : 0);
    metrics.register("caxton_leadership_changes", (Gauge<Long>) leadership::changes);
    metrics.register("caxton_body_memory_bytes", (Gauge<Long>) bodyMemory::bytes);
    metrics.register("caxton_disk_free_bytes", (Gauge<Long>) freeSpace::freeBytes);
    metrics.register(
        "caxton_clock_disagreement_millis", (Gauge<Long>) clockKeeper::disagreementMillis);
    metrics.register("caxton_open_streams", (Gauge<Long>) api::openStreams);
    metrics.register(
        "caxton_compensations_stuck",
        (Gauge<Long>) () -> engine.views().newest().heldCompensations());
    metrics.register("jvm_gc", new GarbageCollectorMetricSet());
    metrics.register("jvm_memory", new MemoryUsageGaugeSet());
  }

  private void registerGauges() {
    consensus
        .gauges()
        .forEach(
            (name, value) -> metrics.register("caxton_" + name, (Gauge<Long>) value::getAsLong));
  }

  private MetricsServer startMetrics() {
    HostPort address = config.get(Settings.ADMIN_ADDRESS);
    try {
      MetricsServer server = new MetricsServer(metrics, counters, address.toSocketAddress());
      LOG.info("metrics at http://{}:{}/metrics", address.host(), server.port());
      return server;
    } catch (IOException e) {
      throw new StartException(
          "cannot listen on admin-address = " + address + " (" + e.getMessage() + ")", e);
    }
  }

  /** One line for whoever started it. */
  String banner() {
    return "node "
        + config.get(Settings.NODE_ID)
        + " serves clients at "
        + config.get(Settings.CLIENT_ADDRESS).host()
        + ":"
        + grpc.port()
        + ", metrics at http://"
        + config.get(Settings.ADMIN_ADDRESS).host()
        + ":"
        + metricsServer.port()
        + "/metrics";
  }

  /** Hands leadership over, then leaves in order. What was acknowledged is on disk. */
  @Override
  public void close() {
    LOG.info("stopping");
    handOver();
    closing = true;
    housekeeping.close();
    api.close();
    grpc.close();
    consensus.close();
    channels.close();
    metricsServer.close();
    replies.shutdown();
    control.shutdown();
    calls.shutdown();
    storage.close();
    LOG.info("stopped");
  }

  /** More than once if need be: on a slow machine this node may win the next election itself. */
  private void handOver() {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(HAND_OVER_MILLIS);
    while (consensus.status().role() == NodeRole.NODE_ROLE_LEADER && until > System.nanoTime()) {
      try {
        String next =
            consensus
                .transferLeadership(Optional.empty())
                .get(HAND_OVER_MILLIS, TimeUnit.MILLISECONDS);
        LOG.info("leadership handed to {}", next);
      } catch (Exception e) {
        LOG.warn("leadership not handed over: {}", e.toString());
        LockSupport.parkNanos(HAND_OVER_PAUSE_NANOS);
      }
    }
  }

  private static ExecutorService threads(String name, int count) {
    return Executors.newFixedThreadPool(
        count, task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
  }
}
