package io.caxton.server.ratis;

import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.consensus.LogPosition;
import io.caxton.v1.NodeAddress;
import java.util.List;
import java.util.Optional;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;

/**
 * What a node knows of the cluster, from Ratis's several views of itself. They are not read at one
 * instant, and Ratis throws where they contradict each other: then the node is between two roles,
 * and no leader.
 */
final class StatusReader {
  private final RaftServer.Division division;
  private final VoteGate gate;

  private record Members(RaftConfiguration configuration, List<NodeAddress> nodes) {}

  private volatile Members members;

  StatusReader(RaftServer.Division division, VoteGate gate) {
    this.division = division;
    this.gate = gate;
  }

  ConsensusStatus read(LogPosition applied) {
    DivisionInfo info = division.getInfo();
    RaftConfiguration configuration = division.getRaftConf();
    LeaderFacts facts = LeaderFacts.read(info, division.getRaftLog()::getLastCommittedIndex);
    boolean leading = facts.leading();
    boolean leaderReady = facts.leaderReady();
    long commitIndex = facts.commitIndex();
    RaftPeerId leader = info.getLeaderId();
    long quorumSilence = 0;
    long leaderSilence = 0;
    try {
      RoleInfoProto roleInfo = info.getRoleInfoProto();
      quorumSilence = leading ? QuorumSilence.millis(roleInfo, configuration, self()) : 0;
      leaderSilence = leading ? 0 : leaderSilenceMillis(roleInfo);
    } catch (IllegalStateException steppingDown) {
      leaderReady = false;
    }
    return new ConsensusStatus(
        facts.role(),
        facts.term(),
        leaderReady,
        Optional.ofNullable(leader).map(RaftPeerId::toString),
        commitIndex,
        leading || leader == null ? commitIndex : LeaderCommit.index(division, leader),
        applied,
        quorumSilence,
        leaderSilence,
        members(configuration),
        gate.isOpen() && configuration.getPeer(self(), RaftPeerRole.FOLLOWER) != null,
        configuration.getPreviousPeers().isEmpty()
            && configuration.getLogEntryIndex() <= commitIndex);
  }

  private RaftPeerId self() {
    return division.getId();
  }

  /** Without a known leader: how long there has been none, as far as this role can tell. */
  private static long leaderSilenceMillis(RoleInfoProto roleInfo) {
    if (roleInfo.hasFollowerInfo() && roleInfo.getFollowerInfo().getLeaderInfo().hasId()) {
      return roleInfo.getFollowerInfo().getLeaderInfo().getLastRpcElapsedTimeMs();
    }
    if (roleInfo.hasCandidateInfo()) {
      return roleInfo.getCandidateInfo().getLastLeaderElapsedTimeMs();
    }
    return roleInfo.getRoleElapsedTimeMs();
  }

  private List<NodeAddress> members(RaftConfiguration configuration) {
    Members known = members;
    if (known == null || !known.configuration.equals(configuration)) {
      known = new Members(configuration, Peers.members(configuration));
      members = known;
    }
    return known.nodes;
  }
}
