package io.caxton.server.consensus;

import io.caxton.v1.NodeAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** The replicated log, seen from the node. Every method may be called from any thread. */
public interface Consensus extends AutoCloseable {
  /** Joins the cluster; returns when the node takes part. Throws if its storage is in doubt. */
  void start();

  /**
   * Appends one record. The future completes when the record is committed and applied on this node;
   * it fails with {@link NotAppendedException} if the record surely will never commit, and with
   * {@link OutcomeUnknownException} otherwise. It completes on the apply thread: dependents must be
   * tiny or go elsewhere. Does not block for the log.
   */
  CompletableFuture<Void> propose(Proposal proposal);

  /**
   * What this node knows now; cheap enough for every request. Before the start: nothing, no voter.
   */
  ConsensusStatus status();

  /** Gives up leadership at once, for example because the quorum is gone. No-op on a follower. */
  void stepDown();

  /** Hands leadership to the given node, or to any other; completes with the new leader's id. */
  CompletableFuture<String> transferLeadership(Optional<String> nodeId);

  CompletableFuture<Void> addListener(NodeAddress node);

  CompletableFuture<Void> promote(String nodeId);

  CompletableFuture<Void> remove(String nodeId);

  /** Asks for a snapshot now; completes with its position when it is durable. */
  CompletableFuture<LogPosition> takeSnapshot();

  /**
   * Says that {@link Replicated#newestSnapshot} has a newer answer: the log may be purged up to the
   * snapshot before it, and a follower that lags is offered it. Returns at once; any thread.
   */
  void snapshotReady();

  /**
   * Numbers of the log for the node's metrics, by name; each is cheap to ask for at any time. None
   * before the start.
   */
  Map<String, LongSupplier> gauges();

  /** Leaves the cluster's traffic in order; what was acknowledged is on disk. */
  @Override
  void close();
}
