package io.caxton.server.ratis;

import io.caxton.server.consensus.Replicated;

/**
 * Turns Ratis's role events into the two promises of {@link Replicated}. Ratis tells neither the
 * term, nor the events in order: "ready" comes on the apply thread, "not leader" on any, and the
 * second may overtake the first.
 */
final class Leadership {
  private final Replicated replicated;

  /** Written under the division's lock, where elections are won and lost. */
  private volatile long electedTerm;

  private volatile long endedTerm;

  /** Of the last configuration entry; apply thread only. A leader's first entry is one. */
  private long configurationTerm;

  Leadership(Replicated replicated) {
    this.replicated = replicated;
  }

  /** This node won the election of {@code term}; it has appended nothing in it yet. */
  void elected(long term) {
    electedTerm = term;
  }

  /** Whether this node's newest leadership is that of {@code term}; under the log's lock. */
  boolean isElectedIn(long term) {
    return electedTerm == term;
  }

  void configurationApplied(long term) {
    configurationTerm = term;
  }

  /** The configuration entry just applied was this leader's first. */
  void ready() {
    long term = configurationTerm;
    if (endedTerm >= term) {
      return;
    }
    replicated.leaderReady(term);
    if (endedTerm >= term) {
      replicated.notLeader(term);
    }
  }

  void ended() {
    long term = electedTerm;
    endedTerm = term;
    replicated.notLeader(term);
  }
}
