package io.caxton.server.ratis;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.LeaderElectionManagementRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the vote gate of a node whose log was cut, when it holds all that was committed. The leader
 * was elected without this node's vote, so it has all that was committed; this node has too when it
 * has committed what the leader had after some seconds of contact: by then no acknowledgement of
 * the life before the cut is on its way any more.
 */
final class CatchUp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
  private static final long PERIOD_MILLIS = 100;
  private static final int LOOKS_MIN = 30;

  private final RaftServer server;
  private final RaftServer.Division division;
  private final Submitter submitter;
  private final VoteGate gate;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("raft-catch-up").factory());

  /** Looks at which the same leader was followed in the same term. */
  private int looks;

  private long followedTerm = -1;
  private long target = LeaderCommit.UNKNOWN;

  CatchUp(RaftServer server, RaftServer.Division division, Submitter submitter, VoteGate gate) {
    this.server = server;
    this.division = division;
    this.submitter = submitter;
    this.gate = gate;
  }

  /**
   * No-op if the gate is open. Before this the node cannot stand: its first time-out is far away.
   */
  CatchUp start() throws IOException {
    if (!gate.isOpen()) {
      LOG.warn("this node neither votes nor stands for election until it has caught up");
      server.leaderElectionManagementAsync(
          LeaderElectionManagementRequest.newPause(
              submitter.client(), division.getId(), group(), submitter.nextCall()));
      worker.scheduleWithFixedDelay(
          this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
    return this;
  }

  private void look() {
    try {
      if (hasCaughtUp()) {
        gate.open();
        server.leaderElectionManagementAsync(
            LeaderElectionManagementRequest.newResume(
                submitter.client(), division.getId(), group(), submitter.nextCall()));
        LOG.info("caught up: this node votes again");
        worker.shutdown();
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("cannot tell whether this node has caught up: {}", e.toString());
    }
  }

  private boolean hasCaughtUp() {
    RaftPeerId leader = division.getInfo().getLeaderId();
    long term = division.getInfo().getCurrentTerm();
    if (leader == null || !division.getInfo().isFollower() || term != followedTerm) {
      followedTerm = term;
      looks = 0;
      target = LeaderCommit.UNKNOWN;
      return false;
    }
    looks++;
    if (looks >= LOOKS_MIN && target == LeaderCommit.UNKNOWN) {
      target = LeaderCommit.index(division, leader);
    }
    return target != LeaderCommit.UNKNOWN
        && division.getRaftLog().getLastCommittedIndex() >= target;
  }

  private RaftGroupId group() {
    return division.getMemberId().getGroupId();
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
