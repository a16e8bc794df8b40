package io.caxton.client.agent.state;

import java.util.ArrayList;
import java.util.List;

/** The sequential replay, compared with the one by partition; keeps all events in memory. */
final class VerifiedReplay<S> implements Replay<S> {
  private final ReplayCheck<S> check;
  private final int threads;
  private final Replay<S> sequential;
  private final List<AgentEvent> events = new ArrayList<>();

  VerifiedReplay(PartitionedState<S> type, S base, int threads) {
    check = new ReplayCheck<>(type, base);
    this.threads = threads;
    sequential = Replay.sequential(type, base);
  }

  @Override
  public void apply(List<AgentEvent> more) {
    events.addAll(more);
    sequential.apply(more);
  }

  @Override
  public S finish() {
    check
        .difference(events, threads)
        .ifPresent(
            difference -> {
              throw difference;
            });
    return sequential.finish();
  }
}
