package io.caxton.client;

import java.util.Optional;

/** Which node a request goes to. */
interface Aim {
  /** Where the next try goes; empty: nobody is known to lead, wait for the leader finder. */
  Optional<Node> pick();

  /**
   * The node said that it cannot serve this, or is not connected. Answers how long to wait before
   * the next {@link #pick}.
   */
  long failedNanos(Node node, Failure failure, int tries);

  /** The node did not answer in time. */
  void late(Node node);

  /** True if only the first node will do: then one try is all there is. */
  default boolean onlyOneTry() {
    return false;
  }

  /** This node and no other. */
  record At(Node node) implements Aim {
    @Override
    public Optional<Node> pick() {
      return Optional.of(node);
    }

    @Override
    public long failedNanos(Node failed, Failure failure, int tries) {
      return Pauses.shortNanos();
    }

    @Override
    public void late(Node late) {}

    @Override
    public boolean onlyOneTry() {
      return true;
    }
  }
}
