package io.caxton.server.ratis;

import io.caxton.v1.NodeRole;
import java.util.function.LongSupplier;
import org.apache.ratis.server.DivisionInfo;

/**
 * What a read is proven with: a term, whether this node leads in it and has applied an entry of it,
 * and an index up to which it knew the log to be committed when it did. Ratis changes these one by
 * one, and a thread may lose its core between two looks for longer than an election takes.
 */
record LeaderFacts(
    NodeRole role, long term, boolean leading, boolean leaderReady, long commitIndex) {

  static LeaderFacts read(DivisionInfo info, LongSupplier lastCommitted) {
    long term = info.getCurrentTerm();
    NodeRole role = role(info);
    // A removed or failed leader keeps its role with a division that is not alive.
    boolean leading = role == NodeRole.NODE_ROLE_LEADER && info.isAlive();
    boolean ready = leading && info.isLeaderReady();
    // Not before: what a candidate knows to be committed may be less than was acknowledged.
    long commitIndex = lastCommitted.getAsLong();
    // Terms only rise: it was the same one all the time.
    boolean sameTerm = info.getCurrentTerm() == term;
    return new LeaderFacts(role, term, leading, ready && sameTerm, commitIndex);
  }

  private static NodeRole role(DivisionInfo info) {
    return switch (info.getCurrentRole()) {
      case LEADER -> NodeRole.NODE_ROLE_LEADER;
      case CANDIDATE -> NodeRole.NODE_ROLE_CANDIDATE;
      case FOLLOWER -> NodeRole.NODE_ROLE_FOLLOWER;
      case LISTENER -> NodeRole.NODE_ROLE_LISTENER;
      default -> NodeRole.NODE_ROLE_UNSPECIFIED;
    };
  }
}
