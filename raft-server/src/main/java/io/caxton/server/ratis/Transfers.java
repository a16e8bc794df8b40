package io.caxton.server.ratis;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives leadership up, or hands it on. Meanwhile proposals are refused, which is definite. */
final class Transfers {
  private static final Logger LOG = LoggerFactory.getLogger(Transfers.class);
  private static final long TIMEOUT_MILLIS = 3000;

  private final RaftServer server;
  private final RaftServer.Division division;
  private final Submitter submitter;

  Transfers(RaftServer server, RaftServer.Division division, Submitter submitter) {
    this.server = server;
    this.division = division;
    this.submitter = submitter;
  }

  /** Queued behind what the leader is doing, not behind its wait for a quorum. */
  void stepDown() {
    if (division.getInfo().isLeader()) {
      LOG.warn("stepping down in term {}", division.getInfo().getCurrentTerm());
      request(null).exceptionally(e -> null);
    }
  }

  CompletableFuture<String> transfer(Optional<String> nodeId) {
    RaftPeerId target = nodeId.map(RaftPeerId::valueOf).orElseGet(this::anyOther);
    if (target == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("there is no other voter to lead"));
    }
    return request(target).thenApply(reply -> target.toString());
  }

  private CompletableFuture<RaftClientReply> request(RaftPeerId target) {
    try {
      return server
          .transferLeadershipAsync(
              new TransferLeadershipRequest(
                  submitter.client(),
                  division.getId(),
                  division.getMemberId().getGroupId(),
                  submitter.nextCall(),
                  target,
                  TIMEOUT_MILLIS))
          .thenCompose(
              reply ->
                  reply.isSuccess()
                      ? CompletableFuture.completedFuture(reply)
                      : CompletableFuture.failedFuture(reply.getException()));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The voter that has answered last, which is most likely up to date; null if there is none. */
  private RaftPeerId anyOther() {
    var others =
        division.getRaftConf().getCurrentPeers(RaftPeerRole.FOLLOWER).stream()
            .map(RaftPeer::getId)
            .filter(id -> !id.equals(division.getId()))
            .toList();
    if (others.isEmpty()) {
      return null;
    }
    return division.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList().stream()
        .filter(follower -> others.contains(RaftPeerId.valueOf(follower.getId().getId())))
        .min((a, b) -> Long.compare(a.getLastRpcElapsedTimeMs(), b.getLastRpcElapsedTimeMs()))
        .map(follower -> RaftPeerId.valueOf(follower.getId().getId()))
        .orElseGet(() -> others.get(ThreadLocalRandom.current().nextInt(others.size())));
  }
}
