package io.caxton.server.ratis;

import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.consensus.Halt;
import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.NotAppendedException;
import io.caxton.server.consensus.Proposal;
import io.caxton.server.consensus.Replicated;
import io.caxton.server.consensus.SnapshotFetcher;
import io.caxton.v1.NodeAddress;
import io.caxton.v1.NodeRole;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The replicated log by Apache Ratis. Built once per process start; {@link #start} and {@link
 * #close} once each.
 */
public final class RatisConsensus implements Consensus {
  private static final ConsensusStatus STARTING =
      new ConsensusStatus(
          NodeRole.NODE_ROLE_UNSPECIFIED,
          0,
          false,
          Optional.empty(),
          LogPosition.NONE.index(),
          LeaderCommit.UNKNOWN,
          LogPosition.NONE,
          0,
          0,
          List.of(),
          false,
          true);

  private final RatisOptions options;
  private final Replicated replicated;
  private final SnapshotFetcher fetcher;
  private final DirectorySync directorySync;
  private final Halt halt;

  /** Null until started. */
  private volatile RatisNode node;

  public RatisConsensus(
      RatisOptions options, Replicated replicated, SnapshotFetcher fetcher, Halt halt) {
    this(options, replicated, fetcher, DirectorySync::fsync, halt);
  }

  RatisConsensus(
      RatisOptions options,
      Replicated replicated,
      SnapshotFetcher fetcher,
      DirectorySync directorySync,
      Halt halt) {
    this.options = options;
    this.replicated = replicated;
    this.fetcher = fetcher;
    this.directorySync = directorySync;
    this.halt = halt;
  }

  @Override
  public void start() {
    try {
      node = RatisNode.start(options, replicated, fetcher, directorySync, halt);
    } catch (IOException | RuntimeException e) {
      throw StartFailures.of(options, e);
    }
  }

  @Override
  public CompletableFuture<Void> propose(Proposal proposal) {
    RatisNode started = node;
    return started == null
        ? CompletableFuture.failedFuture(
            new NotAppendedException(NotAppendedException.Reason.NOT_READY, "not started"))
        : started.submitter().submit(proposal);
  }

  @Override
  public ConsensusStatus status() {
    RatisNode started = node;
    return started == null ? STARTING : started.status();
  }

  @Override
  public void stepDown() {
    started().transfers().stepDown();
  }

  @Override
  public CompletableFuture<String> transferLeadership(Optional<String> nodeId) {
    return started().transfers().transfer(nodeId);
  }

  @Override
  public CompletableFuture<Void> addListener(NodeAddress listener) {
    return started().membership().addListener(listener);
  }

  @Override
  public CompletableFuture<Void> promote(String nodeId) {
    return started().membership().promote(nodeId);
  }

  @Override
  public CompletableFuture<Void> remove(String nodeId) {
    return started().membership().remove(nodeId);
  }

  @Override
  public CompletableFuture<LogPosition> takeSnapshot() {
    return started().taker().take();
  }

  @Override
  public void snapshotReady() {
    RatisNode started = node;
    if (started != null) {
      started.taker().ready();
    }
  }

  @Override
  public Map<String, LongSupplier> gauges() {
    RatisNode started = node;
    return started == null ? Map.of() : started.gauges();
  }

  @Override
  public void close() {
    RatisNode started = node;
    if (started != null) {
      started.close();
    }
  }

  private RatisNode started() {
    RatisNode started = node;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }
}
