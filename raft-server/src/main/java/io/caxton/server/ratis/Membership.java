package io.caxton.server.ratis;

import io.caxton.server.consensus.OutcomeUnknownException;
import io.caxton.v1.NodeAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;

/**
 * Changes the members, one node at a time and only from the configuration that was looked at: a
 * change that crosses another one is refused.
 */
final class Membership {
  private static final long TIMEOUT_MILLIS = 60_000;

  /** Behind the log's end by at most this many entries a listener counts as caught up. */
  private static final long CAUGHT_UP_GAP_MAX = 256;

  private final RaftServer server;
  private final RaftServer.Division division;
  private final Submitter submitter;

  Membership(RaftServer server, RaftServer.Division division, Submitter submitter) {
    this.server = server;
    this.division = division;
    this.submitter = submitter;
  }

  CompletableFuture<Void> addListener(NodeAddress node) {
    RaftConfiguration now = division.getRaftConf();
    if (now.getPeer(Peers.peer(node).getId(), RaftPeerRole.FOLLOWER, RaftPeerRole.LISTENER)
        != null) {
      return refused(node.getNodeId() + " is a member already");
    }
    List<RaftPeer> listeners = new ArrayList<>(now.getAllPeers(RaftPeerRole.LISTENER));
    listeners.add(Peers.peer(node.toBuilder().setListener(true).build()));
    return change(now, voters(now), listeners);
  }

  CompletableFuture<Void> promote(String nodeId) {
    RaftConfiguration now = division.getRaftConf();
    List<RaftPeer> listeners = new ArrayList<>(now.getAllPeers(RaftPeerRole.LISTENER));
    List<RaftPeer> promoted =
        listeners.stream().filter(peer -> peer.getId().toString().equals(nodeId)).toList();
    if (promoted.isEmpty()) {
      return refused(nodeId + " is not a listener");
    }
    long behind = entriesBehind(nodeId);
    if (behind > CAUGHT_UP_GAP_MAX) {
      return refused(nodeId + " is " + behind + " entries behind; try again when it has caught up");
    }
    listeners.removeAll(promoted);
    List<RaftPeer> voters = voters(now);
    voters.add(
        RaftPeer.newBuilder(promoted.getFirst()).setStartupRole(RaftPeerRole.FOLLOWER).build());
    return change(now, voters, listeners);
  }

  CompletableFuture<Void> remove(String nodeId) {
    RaftConfiguration now = division.getRaftConf();
    List<RaftPeer> voters = voters(now);
    List<RaftPeer> listeners = new ArrayList<>(now.getAllPeers(RaftPeerRole.LISTENER));
    boolean member =
        voters.removeIf(peer -> peer.getId().toString().equals(nodeId))
            | listeners.removeIf(peer -> peer.getId().toString().equals(nodeId));
    if (!member) {
      return refused(nodeId + " is not a member");
    }
    if (voters.isEmpty()) {
      return refused(nodeId + " is the last voter");
    }
    return change(now, voters, listeners);
  }

  /** Ratis tells a follower's progress by its place in two lists of the same order. */
  private long entriesBehind(String nodeId) {
    long[] matches = division.getInfo().getFollowerMatchIndices();
    var followers = division.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList();
    if (matches == null) {
      return Long.MAX_VALUE;
    }
    for (int i = 0; i < Math.min(matches.length, followers.size()); i++) {
      if (followers.get(i).getId().getId().toStringUtf8().equals(nodeId)) {
        return division.getRaftLog().getLastCommittedIndex() - matches[i];
      }
    }
    return Long.MAX_VALUE;
  }

  private static List<RaftPeer> voters(RaftConfiguration configuration) {
    return new ArrayList<>(configuration.getAllPeers(RaftPeerRole.FOLLOWER));
  }

  private CompletableFuture<Void> change(
      RaftConfiguration now, List<RaftPeer> voters, List<RaftPeer> listeners) {
    SetConfigurationRequest.Arguments arguments =
        SetConfigurationRequest.Arguments.newBuilder()
            .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
            .setServersInCurrentConf(voters(now))
            .setListenersInCurrentConf(List.copyOf(now.getAllPeers(RaftPeerRole.LISTENER)))
            .setServersInNewConf(voters)
            .setListenersInNewConf(listeners)
            .build();
    try {
      return server
          .setConfigurationAsync(
              new SetConfigurationRequest(
                  submitter.client(),
                  division.getId(),
                  division.getMemberId().getGroupId(),
                  submitter.nextCall(),
                  arguments))
          .orTimeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
          .handle(Membership::answer);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Refused before the log, or it may still be committed, by this leader or the next. */
  private static Void answer(RaftClientReply reply, Throwable failure) {
    if (failure == null && reply.isSuccess()) {
      return null;
    }
    Throwable cause = failure == null ? reply.getException() : Failures.unwrap(failure);
    throw switch (cause) {
      case LeaderNotReadyException refused -> new IllegalStateException(refused.getMessage());
      case LeaderSteppingDownException refused -> new IllegalStateException(refused.getMessage());
      case ReconfigurationInProgressException refused ->
          new IllegalStateException(refused.getMessage());
      case SetConfigurationException refused -> new IllegalStateException(refused.getMessage());
      default -> new OutcomeUnknownException("the change may still happen: " + cause, cause);
    };
  }

  private static CompletableFuture<Void> refused(String why) {
    return CompletableFuture.failedFuture(new IllegalStateException(why));
  }
}
