package io.caxton.client.agent;

import io.caxton.client.CaxtonException;
import io.caxton.client.GrantListener;
import io.caxton.client.GrantStream;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.StreamGrantsResponse;
import java.util.Optional;

/** Keeps a grant stream open at whoever leads, with credit for the free slots. */
final class Intake {
  private static final long PAUSE_MIN_MILLIS = 15;
  private static final long PAUSE_MAX_MILLIS = 500;

  private final Agent agent;

  // Guarded by this.
  private Optional<GrantStream> stream = Optional.empty();
  private long openedNanos;
  private long pauseMillis = PAUSE_MIN_MILLIS;

  Intake(Agent agent) {
    this.agent = agent;
    openedNanos = agent.nanoTime();
  }

  synchronized void open() {
    if (agent.closedToGrants()) {
      return;
    }
    openedNanos = agent.nanoTime();
    agent.counters().streams.increment();
    OpenGrants open =
        OpenGrants.newBuilder()
            .addAllQueues(agent.config().queues())
            .setCredit(agent.runs().creditOfNewStream())
            .setLeaseMillis((int) agent.config().taskLease().toMillis())
            .addAllHeldGrants(agent.runs().heldGrants())
            .build();
    stream = Optional.of(agent.granted().stream(open, new Listener()));
  }

  /**
   * Gives credit for free slots: at once when it is worth a message, else with the next tick.
   *
   * @param everyOne also a single slot of many
   */
  synchronized void giveCredit(boolean everyOne) {
    if (stream.isEmpty()) {
      return;
    }
    int credit = agent.runs().takeCredit(everyOne);
    if (credit > 0) {
      stream.get().credit(credit);
    }
  }

  synchronized long openedNanos() {
    return openedNanos;
  }

  synchronized void close() {
    stream.ifPresent(GrantStream::close);
    stream = Optional.empty();
  }

  private synchronized void received() {
    pauseMillis = PAUSE_MIN_MILLIS;
  }

  private void ended(CaxtonException failure) {
    if (agent.endsWith(failure)) {
      return;
    }
    long pause;
    synchronized (this) {
      stream = Optional.empty();
      // An older one of ours may have arrived late and replaced it; it is dead by now.
      pause = failure.reason() == ErrorReason.STREAM_REPLACED ? PAUSE_MAX_MILLIS : pauseMillis;
      pauseMillis = Math.min(2 * pauseMillis, PAUSE_MAX_MILLIS);
    }
    if (failure.reason() == ErrorReason.INVALID_ARGUMENT) {
      agent.forgotten(failure);
    } else if (failure.reason() != ErrorReason.AGENT_DRAINING) {
      agent.later(pause, this::open);
    }
  }

  private final class Listener implements GrantListener {
    @Override
    public void onGrants(StreamGrantsResponse response) {
      received();
      if (response.getRedelivered()) {
        agent.runs().redelivered(response.getGrantsList());
      } else {
        long countedFrom = agent.nanoTime() - agent.renewals().roundTripNanos();
        agent.runs().granted(response.getGrantsList(), countedFrom);
        giveCredit(false);
      }
    }

    @Override
    public void onEnd(CaxtonException failure) {
      ended(failure);
    }
  }
}
