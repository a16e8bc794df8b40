package io.caxton.client.agent.state;

import java.util.List;

/** Takes events in the order of the journal and gives the state after them; used by one thread. */
public sealed interface Replay<S> extends AutoCloseable
    permits SequentialReplay, ParallelReplay, VerifiedReplay {
  /** May return before they are applied. */
  void apply(List<AgentEvent> events);

  /**
   * Waits until all are applied.
   *
   * @throws ApplyFailure naming the first event that could not be applied
   * @throws ReplayDifference if this replay is a check and found one
   */
  S finish();

  /** Ends its threads; after {@link #finish} there is nothing to do. */
  @Override
  default void close() {}

  static <S> Replay<S> sequential(StateType<S> type, S base) {
    return new SequentialReplay<>(type, base);
  }

  /**
   * @param threads at most so many partitions at a time
   */
  static <S> Replay<S> parallel(PartitionedState<S> type, S base, int threads) {
    return new ParallelReplay<>(type, base, threads);
  }

  /** Replays both ways, keeps the events meanwhile, and compares. */
  static <S> Replay<S> verified(PartitionedState<S> type, S base, int threads) {
    return new VerifiedReplay<>(type, base, threads);
  }
}
