package io.caxton.client.agent;

import io.caxton.client.agent.state.AgentEvent;
import io.caxton.client.agent.state.ApplyFailure;
import io.caxton.client.agent.state.RecoverySpeed;
import io.caxton.client.agent.state.StateType;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** The state and the last event in it. Whoever holds the lock is in the middle of a step. */
final class Memory<S> {
  private final StateType<S> type;
  private final RecoverySpeed speed;

  /** Fair: a task waits its turn behind messages, not for ever. */
  private final ReentrantLock lock = new ReentrantLock(true);

  // Guarded by lock.
  private S state;
  private long seq;

  Memory(StateType<S> type, S state, long seq, RecoverySpeed speed) {
    this.type = type;
    this.state = state;
    this.seq = seq;
    this.speed = speed;
  }

  ReentrantLock lock() {
    return lock;
  }

  S state() {
    return state;
  }

  long seq() {
    return seq;
  }

  StateType<S> type() {
    return type;
  }

  /** The next events of the journal, already committed. */
  void apply(List<AgentEvent> events) {
    long began = System.nanoTime();
    for (AgentEvent event : events) {
      if (event.seq() != seq + 1) {
        throw new IllegalStateException("event " + event.seq() + " comes after " + seq);
      }
      state = ApplyFailure.applying(type, state, event);
      seq = event.seq();
    }
    speed.applied(events.size(), System.nanoTime() - began);
  }
}
