package io.caxton.server.consensus;

import io.caxton.v1.NodeAddress;
import io.caxton.v1.NodeRole;
import java.util.List;
import java.util.Optional;

/**
 * What a node knows of the cluster at one moment.
 *
 * @param term the node's current term; in memory it rises before a vote of that term is given
 * @param leaderReady true only on an alive leader that has applied an entry of its own term
 * @param leaderId the leader it follows, or itself
 * @param commitIndex highest index this node knows to be committed
 * @param leaderCommitIndex on a follower: what its leader told it to be committed, -1 before it
 *     heard that; elsewhere its own
 * @param quorumSilenceMillis on a leader: for how long no majority (self included) has answered;
 *     elsewhere 0
 * @param leaderSilenceMillis on a follower: since it last heard from a leader; on a leader 0
 * @param members voters and listeners by the current configuration
 * @param voter true if this node's word counts in a quorum: it is a voter of the current
 *     configuration, and holds all that was committed
 * @param membershipStable false while a configuration change is under way
 */
public record ConsensusStatus(
    NodeRole role,
    long term,
    boolean leaderReady,
    Optional<String> leaderId,
    long commitIndex,
    long leaderCommitIndex,
    LogPosition applied,
    long quorumSilenceMillis,
    long leaderSilenceMillis,
    List<NodeAddress> members,
    boolean voter,
    boolean membershipStable) {}
