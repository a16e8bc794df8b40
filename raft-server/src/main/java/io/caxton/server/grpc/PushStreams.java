package io.caxton.server.grpc;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The streams that this leader pushes to, so that they can be ended. Thread-safe. */
final class PushStreams {
  private final Set<PushStream<?>> open = new LinkedHashSet<>();

  synchronized void register(PushStream<?> stream) {
    open.add(stream);
  }

  synchronized void unregister(PushStream<?> stream) {
    open.remove(stream);
  }

  /** The agent's epoch and all before it are over: its streams end. */
  void epochEnded(String fleet, String agentId, long epoch) {
    List<PushStream<?>> ended;
    synchronized (this) {
      ended = open.stream().filter(s -> s.isOf(fleet, agentId, epoch)).toList();
    }
    ended.forEach(PushStream::endEpoch);
  }

  /** This node does not lead any more: everybody is sent on. */
  void sendAway() {
    List<PushStream<?>> all;
    synchronized (this) {
      all = List.copyOf(open);
    }
    all.forEach(PushStream::sendAway);
  }
}
