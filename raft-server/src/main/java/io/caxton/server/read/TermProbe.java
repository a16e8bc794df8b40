package io.caxton.server.read;

import io.caxton.v1.NodeAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks voters for their current term. */
public interface TermProbe {
  /** What a majority said. */
  enum Answer {
    /** A majority, the asking node included, is in the leader's term. */
    CONFIRMED,
    /** Somebody is in a higher term already. */
    SUPERSEDED,
    /** No majority answered in time, or a voter must not be counted. */
    UNDECIDED
  }

  /**
   * Asks all {@code others}; completes as soon as it is decided, at the latest after a bound of its
   * own. The asking node counts itself.
   */
  CompletableFuture<Answer> confirm(long term, List<NodeAddress> others);
}
