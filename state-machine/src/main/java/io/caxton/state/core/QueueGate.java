package io.caxton.state.core;

import io.caxton.state.time.Timer;

/** Opens a queue again that waits for nothing but its rate: due when the next grant is allowed. */
public final class QueueGate extends Timer {
  private final QueueState queue;

  QueueGate(QueueState queue) {
    this.queue = queue;
  }

  public QueueState queue() {
    return queue;
  }
}
