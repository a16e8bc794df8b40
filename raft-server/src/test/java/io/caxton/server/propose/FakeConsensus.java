package io.caxton.server.propose;

import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.consensus.LogPosition;
import io.caxton.server.consensus.Proposal;
import io.caxton.v1.NodeAddress;
import io.caxton.v1.NodeRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** A log that the test moves by hand. */
public final class FakeConsensus implements Consensus {
  /** One proposed record and its fate. */
  public record Entry(Proposal proposal, CompletableFuture<Void> applied) {}

  public final List<Entry> log = new ArrayList<>();
  public volatile ConsensusStatus status = leader(3, 10);

  /** The status of a ready leader of three voters. */
  public static ConsensusStatus leader(long term, long commitIndex) {
    return new ConsensusStatus(
        NodeRole.NODE_ROLE_LEADER,
        term,
        true,
        Optional.of("n1"),
        commitIndex,
        commitIndex,
        new LogPosition(term, commitIndex),
        0,
        0,
        List.of(node("n1"), node("n2"), node("n3")),
        true,
        true);
  }

  static NodeAddress node(String id) {
    return NodeAddress.newBuilder().setNodeId(id).setClientAddress(id + ":1").build();
  }

  @Override
  public CompletableFuture<Void> propose(Proposal proposal) {
    Entry entry = new Entry(proposal, new CompletableFuture<>());
    log.add(entry);
    return entry.applied();
  }

  @Override
  public ConsensusStatus status() {
    return status;
  }

  @Override
  public void start() {}

  @Override
  public void stepDown() {}

  @Override
  public CompletableFuture<String> transferLeadership(Optional<String> nodeId) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  @Override
  public CompletableFuture<Void> addListener(NodeAddress node) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  @Override
  public CompletableFuture<Void> promote(String nodeId) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  @Override
  public CompletableFuture<Void> remove(String nodeId) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  @Override
  public CompletableFuture<LogPosition> takeSnapshot() {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  @Override
  public void snapshotReady() {}

  @Override
  public Map<String, LongSupplier> gauges() {
    return Map.of();
  }

  @Override
  public void close() {}
}
