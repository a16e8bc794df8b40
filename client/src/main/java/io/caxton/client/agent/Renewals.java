package io.caxton.client.agent;

import io.caxton.client.CaxtonException;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Renewal;
import io.caxton.v1.Renewed;
import java.util.OptionalLong;

/** Renews the agent's lease every third of it, one request at a time. */
final class Renewals {
  private static final long PAUSE_NANOS = 100_000_000;

  private final Agent agent;
  private final long intervalNanos;

  // Guarded by this.
  private OptionalLong sentNanos = OptionalLong.empty();
  private long dueNanos;
  private long roundTripNanos;

  Renewals(Agent agent, long registeredNanos) {
    this.agent = agent;
    intervalNanos = agent.config().lease().toNanos() / 3;
    dueNanos = registeredNanos + intervalNanos;
    roundTripNanos = agent.nanoTime() - registeredNanos;
  }

  /** Sends a renewal if it is time and none is under way. */
  void sendIfDue(long nowNanos) {
    synchronized (this) {
      if (sentNanos.isPresent() || nowNanos - dueNanos < 0) {
        return;
      }
      sentNanos = OptionalLong.of(nowNanos);
      dueNanos = nowNanos + intervalNanos;
    }
    Renewal renewal =
        Renewal.newBuilder()
            .setAgentId(agent.identity().agentId())
            .setEpoch(agent.identity().epoch())
            .setListsHeldFences(true)
            .addAllHeldGrants(agent.runs().heldGrants())
            .build();
    agent
        .agents()
        .renew(renewal)
        .whenComplete(
            (renewed, failure) -> {
              if (failure == null) {
                renewed(nowNanos, renewed);
              } else {
                failed(failure);
              }
            });
  }

  private void renewed(long requestSentNanos, Renewed renewed) {
    agent.lease().accepted(requestSentNanos, renewed.getLeaseMillis());
    agent.counters().renewals.increment();
    renewed.getLostGrantsList().forEach(lost -> agent.runs().lost(GrantKey.of(lost)));
    agent.runs().redelivered(renewed.getMissingGrantsList());
    synchronized (this) {
      roundTripNanos = agent.nanoTime() - requestSentNanos;
      sentNanos = OptionalLong.empty();
    }
  }

  private void failed(Throwable failure) {
    synchronized (this) {
      sentNanos = OptionalLong.empty();
      dueNanos = agent.nanoTime() + Math.min(PAUSE_NANOS, intervalNanos);
    }
    if (failure instanceof CaxtonException refusal && !agent.endsWith(refusal)) {
      if (refusal.reason() == ErrorReason.NOT_FOUND) {
        agent.forgotten(refusal);
      }
    }
  }

  /** How long the last renewal took, its waiting in the server included. */
  synchronized long roundTripNanos() {
    return roundTripNanos;
  }

  /** When the renewal under way was sent. */
  synchronized OptionalLong sentNanos() {
    return sentNanos;
  }
}
