package io.caxton.server.ratis;

import java.util.Arrays;
import java.util.Collection;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;

/**
 * For how long a leader has had no majority. Ratis itself looks only when it is idle: a leader that
 * lost its followers stays one as long as writes keep arriving.
 */
final class QuorumSilence {
  private QuorumSilence() {}

  /** The age of the newest moment since which a majority, self included, has answered. */
  static long millis(RoleInfoProto leader, RaftConfiguration configuration, RaftPeerId self) {
    long current = millis(leader, configuration.getCurrentPeers(), self);
    // While the membership changes both majorities count.
    Collection<RaftPeer> previous = configuration.getPreviousPeers();
    return previous.isEmpty() ? current : Math.max(current, millis(leader, previous, self));
  }

  private static long millis(RoleInfoProto leader, Collection<RaftPeer> voters, RaftPeerId self) {
    if (voters.isEmpty()) {
      return 0;
    }
    long[] silences =
        voters.stream()
            .mapToLong(voter -> voter.getId().equals(self) ? 0 : silence(leader, voter))
            .toArray();
    Arrays.sort(silences);
    // A new leader's followers have not answered it yet; it had their votes when it began.
    return Math.min(silences[silences.length / 2], leader.getRoleElapsedTimeMs());
  }

  private static long silence(RoleInfoProto leader, RaftPeer voter) {
    for (ServerRpcProto follower : leader.getLeaderInfo().getFollowerInfoList()) {
      if (RaftPeerId.valueOf(follower.getId().getId()).equals(voter.getId())) {
        return follower.getLastRpcElapsedTimeMs();
      }
    }
    return Long.MAX_VALUE;
  }
}
