package io.caxton.server.ratis;

import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.consensus.Halt;
import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.Replicated;
import io.caxton.server.consensus.Replicated.SnapshotFile;
import io.caxton.server.consensus.SnapshotFetcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.security.TlsConf.CertificatesConf;
import org.apache.ratis.security.TlsConf.PrivateKeyConf;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;

/** One started Ratis server with its single division, and what we put around it. */
record RatisNode(
    RaftServer server,
    RaftServer.Division division,
    RatisStateMachine machine,
    SnapshotTaker taker,
    Submitter submitter,
    StatusReader reader,
    Membership membership,
    Transfers transfers,
    CatchUp catchUp,
    Redial redial,
    Map<String, LongSupplier> gauges) {
  private static final long SNAPSHOT_TIMEOUT_MILLIS = 10_000;

  static RatisNode start(
      RatisOptions options,
      Replicated replicated,
      SnapshotFetcher fetcher,
      DirectorySync directorySync,
      Halt halt)
      throws IOException {
    RatisProcess.prepare();
    RaftGroupId group = Peers.group(options.clusterId());
    Files.createDirectories(options.directory());
    Path storage = options.directory().resolve(group.getUuid().toString());
    VoteGate gate = new VoteGate(options.directory());
    Path current = storage.resolve("current");
    StorageRepair.finishInstall(storage);
    StorageRepair.requireWholeConfiguration(current);
    TailRepair.repair(new LogFiles(current), newestSnapshot(storage, replicated), gate::shut);
    DurableVotes votes = new DurableVotes(current, directorySync, halt);
    Snapshots snapshots = new Snapshots(replicated, fetcher, new SnapshotShelf());
    SnapshotTaker taker = new SnapshotTaker(replicated, snapshots);
    RatisStateMachine machine =
        new RatisStateMachine(replicated, snapshots, taker, votes, options.formed(), halt);
    RaftServer server =
        RaftServer.newBuilder()
            .setServerId(RaftPeerId.valueOf(options.self().getNodeId()))
            .setGroup(RaftGroup.valueOf(group, firstPeers(options)))
            .setStateMachineRegistry(id -> machine)
            .setProperties(RatisProperties.of(options, gate.isOpen()))
            .setParameters(parameters(options, new RaftPort(votes, gate)))
            .setThreadGroup(new RatisThreads(options.self().getNodeId(), halt))
            // The other choice refuses a directory that exists. A directory that is missing is
            // formatted silently: DataDirectory has refused that before we come here.
            .setOption(RaftStorage.StartupOption.RECOVER)
            .build();
    try {
      server.start();
      machine.run();
      if (!server.getDivision(group).getInfo().isAlive()) {
        throw new IOException("the log closed while it started");
      }
      return assemble(server, server.getDivision(group), machine, taker, gate);
    } catch (IOException | RuntimeException e) {
      machine.expectClose();
      closeQuietly(server, e);
      throw e;
    }
  }

  private static RatisNode assemble(
      RaftServer server,
      RaftServer.Division division,
      RatisStateMachine machine,
      SnapshotTaker taker,
      VoteGate gate)
      throws IOException {
    Submitter submitter = new Submitter(division);
    taker.start(
        () ->
            server.snapshotManagementAsync(
                SnapshotManagementRequest.newCreate(
                    submitter.client(),
                    server.getId(),
                    division.getMemberId().getGroupId(),
                    submitter.nextCall(),
                    SNAPSHOT_TIMEOUT_MILLIS,
                    1)));
    taker.execute(machine::settleSoon);
    return new RatisNode(
        server,
        division,
        machine,
        taker,
        submitter,
        new StatusReader(division, gate),
        new Membership(server, division, submitter),
        new Transfers(server, division, submitter),
        new CatchUp(server, division, submitter, gate).start(),
        new Redial(server, division).start(),
        RatisGauges.of(division, machine));
  }

  private static LogPosition newestSnapshot(Path storage, Replicated replicated)
      throws IOException {
    LogPosition shipped = StorageRepair.newestManifest(storage);
    LogPosition own = replicated.newestSnapshot().map(SnapshotFile::at).orElse(LogPosition.NONE);
    return own.compareTo(shipped) > 0 ? own : shipped;
  }

  /**
   * Only counts while the log holds no configuration. A node that joins an existing cluster knows
   * nobody but itself, as a listener: it can neither vote nor stand until the leader says so.
   */
  private static List<RaftPeer> firstPeers(RatisOptions options) {
    return options.bootstrap().isEmpty()
        ? List.of(Peers.peer(options.self().toBuilder().setListener(true).build()))
        : Peers.peers(options.bootstrap());
  }

  private static Parameters parameters(RatisOptions options, RaftPort port) {
    Parameters parameters = new Parameters();
    GrpcConfigKeys.Server.setServicesCustomizer(parameters, port);
    options
        .tls()
        .ifPresent(
            tls ->
                GrpcConfigKeys.TLS.setConf(
                    parameters,
                    GrpcTlsConfig.newBuilder()
                        .setPrivateKey(new PrivateKeyConf(tls.privateKey().toFile()))
                        .setKeyCertificates(new CertificatesConf(tls.certificateChain().toFile()))
                        .setTrustCertificates(new CertificatesConf(tls.trusted().toFile()))
                        .setMutualTls(true)
                        .build()));
    return parameters;
  }

  ConsensusStatus status() {
    return reader.read(machine.applied());
  }

  void close() {
    machine.expectClose();
    catchUp.close();
    redial.close();
    taker.close();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void closeQuietly(RaftServer server, Exception failure) {
    try {
      server.close();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
