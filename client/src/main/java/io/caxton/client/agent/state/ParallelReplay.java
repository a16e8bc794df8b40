package io.caxton.client.agent.state;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Each partition's events in their order, many partitions at a time. */
final class ParallelReplay<S> implements Replay<S> {
  private static final int THREADS_MAX = 64;

  private final PartitionedState<S> type;
  private final S base;
  private final List<ReplayLane<S>> lanes = new ArrayList<>();

  ParallelReplay(PartitionedState<S> type, S base, int threads) {
    if (threads < 1 || threads > THREADS_MAX) {
      throw new IllegalArgumentException("threads is " + threads + ", 1 to " + THREADS_MAX);
    }
    this.type = type;
    this.base = base;
    for (int i = 0; i < threads; i++) {
      lanes.add(new ReplayLane<>(type, base, i));
    }
  }

  @Override
  public void apply(List<AgentEvent> events) {
    for (AgentEvent event : events) {
      int lane = Math.floorMod(event.partitionKey().hashCode(), lanes.size());
      lanes.get(lane).add(event);
    }
  }

  @Override
  public S finish() {
    lanes.forEach(ReplayLane::end);
    lanes.forEach(ReplayLane::join);
    lanes.stream()
        .flatMap(lane -> lane.failure().stream())
        .min((a, b) -> Long.compare(a.seq(), b.seq()))
        .ifPresent(
            first -> {
              throw first;
            });
    SortedMap<String, S> parts = new TreeMap<>();
    lanes.forEach(lane -> parts.putAll(lane.parts()));
    return type.merge(base, parts);
  }

  @Override
  public void close() {
    lanes.forEach(ReplayLane::abandon);
  }
}
