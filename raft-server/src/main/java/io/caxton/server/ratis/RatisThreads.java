package io.caxton.server.ratis;

import io.caxton.server.consensus.Halt;

/** Ratis's own threads. One that dies leaves a server that looks alive: the node halts instead. */
final class RatisThreads extends ThreadGroup {
  private final Halt halt;

  RatisThreads(String nodeId, Halt halt) {
    super("raft-" + nodeId);
    this.halt = halt;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    halt.halt("a thread of the log died: " + thread.getName(), thrown);
  }
}
