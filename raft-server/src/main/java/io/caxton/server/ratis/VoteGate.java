package io.caxton.server.ratis;

/**
 * Shut on a node that may have lost entries it acknowledged: until it has caught up it neither
 * votes nor stands. Open on every other node.
 */
final class VoteGate {
  private volatile boolean open;

  VoteGate(boolean open) {
    this.open = open;
  }

  boolean isOpen() {
    return open;
  }

  void open() {
    open = true;
  }
}
