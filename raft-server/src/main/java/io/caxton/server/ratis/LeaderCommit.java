package io.caxton.server.ratis;

import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;

/** What a follower's leader told it to be committed, with its appends and heartbeats. */
final class LeaderCommit {
  /** Nothing was told since this node started. */
  static final long UNKNOWN = -1;

  private LeaderCommit() {}

  static long index(RaftServer.Division division, RaftPeerId leader) {
    return division.getCommitInfos().stream()
        .filter(info -> RaftPeerId.valueOf(info.getServer().getId()).equals(leader))
        .mapToLong(CommitInfoProto::getCommitIndex)
        .findFirst()
        .orElse(UNKNOWN);
  }
}
