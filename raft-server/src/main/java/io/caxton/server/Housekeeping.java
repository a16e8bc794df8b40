package io.caxton.server;

import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.engine.Engine;
import io.caxton.server.engine.Leadership;
import io.caxton.server.grpc.GrpcServer;
import io.caxton.server.peer.ClockKeeper;
import io.caxton.server.propose.Proposer;
import io.caxton.server.propose.Sweeper;
import io.caxton.server.schedule.ScheduleProposer;
import io.caxton.server.storage.FreeSpace;
import io.caxton.v1.NodeRole;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node does by the clock, from one thread: sweeps, time-outs, watchdogs. */
final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long LOOK_MILLIS = 20;
  private static final long SLOW_LOOK_MILLIS = 1_000;
  private static final long STUCK_LOOK_MILLIS = 30_000;

  /** Under load a follower is always some entries behind: that alone takes nobody's readiness. */
  private static final long BEHIND_MAX = 256;

  private static final long CAUGHT_UP_BEHIND_MAX = 8;

  private final Consensus consensus;
  private final Leadership leadership;
  private final Proposer proposer;
  private final Sweeper sweeper;
  private final ScheduleProposer schedules;
  private final Engine engine;
  private final FreeSpace freeSpace;
  private final ClockKeeper clocks;
  private final StuckTaskWatch stuckTasks;
  private final GrpcServer grpc;
  private final long electionTimeoutMaxMillis;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().name("caxton-housekeeping").daemon().unstarted(task));
  private volatile boolean ready;

  Housekeeping(
      Consensus consensus,
      Leadership leadership,
      Proposer proposer,
      Sweeper sweeper,
      ScheduleProposer schedules,
      Engine engine,
      FreeSpace freeSpace,
      ClockKeeper clocks,
      StuckTaskWatch stuckTasks,
      GrpcServer grpc,
      long electionTimeoutMaxMillis) {
    this.consensus = consensus;
    this.leadership = leadership;
    this.proposer = proposer;
    this.sweeper = sweeper;
    this.schedules = schedules;
    this.engine = engine;
    this.freeSpace = freeSpace;
    this.clocks = clocks;
    this.stuckTasks = stuckTasks;
    this.grpc = grpc;
    this.electionTimeoutMaxMillis = electionTimeoutMaxMillis;
  }

  void start() {
    timer.scheduleWithFixedDelay(
        () -> guarded(this::look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        () -> guarded(this::lookSlowly), 0, SLOW_LOOK_MILLIS, TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        () -> guarded(stuckTasks::look),
        STUCK_LOOK_MILLIS,
        STUCK_LOOK_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  /**
   * Caught up and able to serve: a leader that is ready, or a follower that hears one and has
   * applied what that one told it to be committed.
   */
  boolean ready() {
    return ready;
  }

  private void look() {
    ConsensusStatus status = consensus.status();
    boolean nowReady = isReady(status);
    if (nowReady != ready) {
      ready = nowReady;
      grpc.serving(nowReady);
      engine.caughtUp();
    }
    proposer.expire();
    if (leadership.leading()) {
      if (status.quorumSilenceMillis() > 2 * electionTimeoutMaxMillis) {
        LOG.warn("no majority has answered for {} ms: stepping down", status.quorumSilenceMillis());
        consensus.stepDown();
      } else {
        sweeper.look();
        if (clocks.settled(status.term())) {
          schedules.look();
        }
      }
    }
  }

  private boolean isReady(ConsensusStatus status) {
    if (status.role() == NodeRole.NODE_ROLE_LEADER) {
      // A new leader that has applied nothing of its own term refuses everything yet.
      return status.leaderReady() && leadership.leading();
    }
    return status.leaderId().isPresent()
        && status.leaderSilenceMillis() < 2 * electionTimeoutMaxMillis
        && status.leaderCommitIndex() >= 0
        && behind(status) <= (ready ? BEHIND_MAX : CAUGHT_UP_BEHIND_MAX);
  }

  /** In log entries. */
  private static long behind(ConsensusStatus status) {
    long committed = Math.max(status.commitIndex(), status.leaderCommitIndex());
    return committed - status.applied().index();
  }

  private void lookSlowly() throws IOException {
    freeSpace.look();
    engine.views().forgetAnswered();
    if (leadership.leading()) {
      clocks.look(consensus.status());
    }
  }

  private static void guarded(Work work) {
    try {
      work.run();
    } catch (Exception e) {
      LOG.warn("housekeeping failed, will try again: {}", e.toString());
    }
  }

  /** May throw anything; the next look comes all the same. */
  private interface Work {
    void run() throws Exception;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
