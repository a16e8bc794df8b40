package io.caxton.server.peer;

import io.caxton.server.consensus.ConsensusStatus;
import io.caxton.server.propose.LeaderClock;
import io.caxton.server.read.TermProbe;
import io.caxton.v1.NodeAddress;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leader only: keeps the stamped wall near the time that a majority of the nodes' clocks shows.
 * Small differences are slewed by the {@link LeaderClock}; a large one is stepped only when a
 * majority agrees, else it is an alarm. Called from one thread.
 */
public final class ClockKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(ClockKeeper.class);
  static final long STEP_MILLIS_MIN = 5_000;

  private final LeaderClock clock;
  private final PeerClocks clocks;
  private final TermProbe probe;
  private final String selfId;
  private volatile long settledTerm = -1;
  private volatile long disagreementMillis;

  public ClockKeeper(LeaderClock clock, PeerClocks clocks, TermProbe probe, String selfId) {
    this.clock = clock;
    this.clocks = clocks;
    this.probe = probe;
    this.selfId = selfId;
  }

  /** How far this node's clock is off what the cluster goes by, while that is an alarm; else 0. */
  public long disagreementMillis() {
    return disagreementMillis;
  }

  /**
   * Whether the stamped wall was compared with the clocks of a majority in this term. Before, it
   * may lag by as long as the cluster was down.
   */
  public boolean settled(long term) {
    return settledTerm == term;
  }

  /** One look; asks the peers for the next one. */
  public void look(ConsensusStatus status) {
    List<NodeAddress> others =
        status.members().stream()
            .filter(member -> !member.getListener() && !member.getNodeId().equals(selfId))
            .toList();
    OptionalLong agreed = clocks.agreed(others.size() + 1);
    long own = clock.wallOffsetMillis();
    if (agreed.isPresent()) {
      long offset = agreed.getAsLong() - clock.wallMillis();
      if (Math.abs(offset) > STEP_MILLIS_MIN) {
        LOG.warn("a majority of the clocks agree: the wall steps by {} ms", offset);
        clock.stepWall(agreed.getAsLong());
      }
    }
    boolean heard = clocks.heardFromMajority(others.size() + 1);
    if (heard) {
      settledTerm = status.term();
    }
    boolean off =
        Math.abs(own) > STEP_MILLIS_MIN && Math.abs(clock.wallOffsetMillis()) > STEP_MILLIS_MIN;
    // After an outage the stamped wall lags behind every clock: as long as no majority has said
    // what
    // time it is, this node's own clock is not the one to blame.
    boolean alarm = off && heard;
    if (alarm && disagreementMillis == 0) {
      LOG.error("this node's clock is {} ms off what the cluster goes by: check it", own);
    }
    disagreementMillis = alarm ? own : 0;
    probe.confirm(status.term(), others);
  }
}
