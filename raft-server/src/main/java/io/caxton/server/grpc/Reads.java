package io.caxton.server.grpc;

import com.google.protobuf.Message;
import io.caxton.server.consensus.Consensus;
import io.caxton.server.engine.Views;
import io.caxton.server.error.RefusedException;
import io.caxton.server.read.PinnedLists;
import io.caxton.server.read.ReadBarrier;
import io.caxton.state.RequestValidator;
import io.caxton.state.State;
import io.caxton.v1.Page;
import io.caxton.v1.ReadInfo;
import io.caxton.v1.ReadOptions;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The way of every read: form; barrier, position or stale; then a view; then the answer. */
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
      case UNRECOGNIZED -> throw new IllegalArgumentException("was not checked: " + options);
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

  /** Answers a read from a state as new as it asks for. */
  <R> void answer(
      StreamObserver<R> call,
      Message request,
      ReadOptions options,
      BiFunction<State, ReadInfo, R> answer) {
    Answers.send(
        call,
        () -> {
          check(request);
          return state(options).thenApply(state -> answer.apply(state, info(state, options)));
        });
  }

  /**
   * Answers with one page of a list, which is made only for the first one.
   *
   * @param query the request without page and options: what the pages of one list have in common
   */
  <T, R> void answerPage(
      StreamObserver<R> call,
      Message request,
      Message query,
      Page page,
      ReadOptions options,
      Function<State, List<T>> list,
      Function<PinnedLists.Slice<T>, R> answer) {
    Answers.send(
        call,
        () -> {
          check(request);
          CompletableFuture<PinnedLists.Slice<T>> slice =
              PinnedLists.isFirst(page)
                  ? state(options)
                      .thenApply(
                          state ->
                              lists.first(query, list.apply(state), info(state, options), page))
                  : CompletableFuture.completedFuture(lists.next(query, page));
          return slice.thenApply(answer);
        });
  }

  static void check(Message request) {
    RefusedException.throwIf(RequestValidator.checkRead(request));
  }
}
