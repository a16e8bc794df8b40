package io.caxton.client.agent.state;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Whether a state keeps its promise that it may be replayed by partition. */
public final class ReplayCheck<S> {
  private final PartitionedState<S> type;
  private final ByteString base;

  /**
   * @param base the state before the events; it is not changed
   */
  public ReplayCheck(PartitionedState<S> type, S base) {
    this.type = type;
    this.base = type.encode(base);
  }

  /** The first event after which the two ways differ, if they differ after the last one. */
  public Optional<ReplayDifference> difference(List<AgentEvent> events, int threads) {
    ByteString inOrder = type.digest(replayed(Replay.sequential(type, copy()), events));
    ByteString byPartition = type.digest(replayed(Replay.parallel(type, copy(), threads), events));
    return inOrder.equals(byPartition) ? Optional.empty() : first(events);
  }

  private S replayed(Replay<S> replay, List<AgentEvent> events) {
    try (replay) {
      replay.apply(events);
      return replay.finish();
    }
  }

  /** Looks after every event. Slow: only when a difference is known to be there. */
  Optional<ReplayDifference> first(List<AgentEvent> events) {
    S whole = copy();
    SortedMap<String, ByteString> parts = new TreeMap<>();
    S untouched = copy();
    for (AgentEvent event : events) {
      whole = ApplyFailure.applying(type, whole, event);
      ByteString before = parts.get(event.partitionKey());
      S part = before == null ? type.part(untouched, event.partitionKey()) : decoded(before);
      parts.put(event.partitionKey(), type.encode(ApplyFailure.applying(type, part, event)));
      ByteString inOrder = type.digest(whole);
      ByteString byPartition = type.digest(merged(parts));
      if (!inOrder.equals(byPartition)) {
        return Optional.of(new ReplayDifference(event, inOrder, byPartition));
      }
    }
    return Optional.empty();
  }

  /** Of copies, since a merge may keep and later change what it was given. */
  private S merged(SortedMap<String, ByteString> encoded) {
    SortedMap<String, S> parts = new TreeMap<>();
    encoded.forEach((key, bytes) -> parts.put(key, decoded(bytes)));
    return type.merge(copy(), parts);
  }

  private S copy() {
    return decoded(base);
  }

  private S decoded(ByteString bytes) {
    return type.decode(type.schemaId(), bytes);
  }
}
