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

  /**
   * One that nobody reads any more would take what this one is owed: a broken connection may look
   * alive for long. When this returns, the older ones propose nothing more.
   */
  void endOlder(PushStream<?> opened) {
    all().stream()
        .filter(stream -> stream != opened && stream.pushesTheSameAs(opened))
        .forEach(PushStream::replace);
  }

  /** The agent's epoch and all before it are over: its streams end. */
  void epochEnded(String fleet, String agentId, long epoch) {
    all().stream().filter(s -> s.isOf(fleet, agentId, epoch)).forEach(PushStream::endEpoch);
  }

  /** This node does not lead any more: everybody is sent on. */
  void sendAway() {
    all().forEach(PushStream::sendAway);
  }

  /** A copy: a stream is asked without our lock, for it calls us under its own. */
  private synchronized List<PushStream<?>> all() {
    return List.copyOf(open);
  }
}
