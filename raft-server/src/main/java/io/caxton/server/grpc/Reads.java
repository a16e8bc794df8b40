package io.caxton.server.grpc;

import io.caxton.server.consensus.Consensus;
import io.caxton.server.engine.Views;
import io.caxton.server.error.RefusedException;
import io.caxton.server.read.PinnedLists;
import io.caxton.server.read.ReadBarrier;
import io.caxton.state.State;
import io.caxton.v1.Page;
import io.caxton.v1.ReadInfo;
import io.caxton.v1.ReadOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The way of every read: barrier, position or stale; then a view; then the answer. */
final class Reads {
  private static final long TIMEOUT_MILLIS = 5_000;

  private final ReadBarrier barrier;
  private final Views views;
  private final PinnedLists lists;
  private final Consensus consensus;
  private final String selfId;

  Reads(ReadBarrier barrier, Views views, PinnedLists lists, Consensus consensus, String selfId) {
    this.barrier = barrier;
    this.views = views;
    this.lists = lists;
    this.consensus = consensus;
    this.selfId = selfId;
  }

  /** A state that is as new as the options ask. */
  CompletableFuture<State> state(ReadOptions options) {
    return switch (options.getConsistency()) {
      case LINEARIZABLE -> barrier.current();
      case AT_LEAST_POSITION ->
          views
              .atPosition(options.getMinPosition())
              .orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
      case STALE -> CompletableFuture.completedFuture(views.newest());
      case UNRECOGNIZED ->
          throw RefusedException.invalid("read.consistency", "is not known to this server");
    };
  }

  ReadInfo info(State state, ReadOptions options) {
    ReadInfo.Builder info =
        ReadInfo.newBuilder()
            .setPosition(state.position())
            .setTickMillis(state.tick())
            .setNodeId(selfId);
    if (options.getConsistency() != ReadOptions.Consistency.LINEARIZABLE) {
      info.setLagMillis(consensus.status().leaderSilenceMillis());
    }
    return info.build();
  }

  /** One page; the list is made only for the first one. */
  <T> CompletableFuture<PinnedLists.Slice<T>> page(
      Page page, ReadOptions options, Function<State, List<T>> list) {
    if (!PinnedLists.isFirst(page)) {
      return CompletableFuture.completedFuture(lists.next(page));
    }
    return state(options)
        .thenApply(state -> lists.first(list.apply(state), info(state, options), page));
  }
}
