package io.caxton.client;

import java.util.Optional;

/**
 * For what any node can serve: the same node as long as it serves, so that the pages of a list,
 * which are pinned to a node, find it.
 */
final class HomeNode implements Aim {
  private final Nodes nodes;
  private volatile Node home;

  HomeNode(Nodes nodes) {
    this.nodes = nodes;
    home = nodes.random();
  }

  @Override
  public Optional<Node> pick() {
    return Optional.of(home);
  }

  @Override
  public long failedNanos(Node node, Failure failure, int tries) {
    moveFrom(node);
    return tries % nodes.all().size() == 0 ? Pauses.shortNanos() : 0;
  }

  @Override
  public void late(Node node) {
    moveFrom(node);
  }

  private synchronized void moveFrom(Node node) {
    if (home == node) {
      home = nodes.after(node);
    }
  }
}
