package io.caxton.server.propose;

import io.caxton.v1.Command;
import io.caxton.v1.NoOp;
import io.caxton.v1.Sweep;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leader only: proposes a sweep when something is due, in bounded batches, one at a time; and moves
 * the replicated tick on while anything waits for it, so that a new leader loses at most a second.
 * Called from one timer thread.
 */
public final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
  static final int ITEMS_MAX = 1_000;
  static final long TICK_LAG_MILLIS_MAX = 1_000;

  /** What the state says about time; read at any moment. */
  public interface Deadlines {
    long appliedTick();

    /** Long.MAX_VALUE if nothing waits. */
    long nextDeadlineTick();

    /** Long.MAX_VALUE if nothing waits. */
    long nextDeadlineWallMillis();
  }

  private final Proposer proposer;
  private final LeaderClock clock;
  private final Deadlines deadlines;
  private final LongSupplier quorumSilenceMillis;
  private final long silenceMillisMax;
  private volatile boolean underWay;

  public Sweeper(
      Proposer proposer,
      LeaderClock clock,
      Deadlines deadlines,
      LongSupplier quorumSilenceMillis,
      long silenceMillisMax) {
    this.proposer = proposer;
    this.clock = clock;
    this.deadlines = deadlines;
    this.quorumSilenceMillis = quorumSilenceMillis;
    this.silenceMillisMax = silenceMillisMax;
  }

  /** Forgets a sweep of an earlier leadership. */
  public void start() {
    underWay = false;
  }

  /** One look; call it every 50 ms or so while leading. */
  public void look() {
    if (quorumSilenceMillis.getAsLong() > silenceMillisMax) {
      clock.skip();
      return;
    }
    LeaderClock.Stamp now = clock.advance();
    if (underWay) {
      return;
    }
    if (now.tick() >= deadlines.nextDeadlineTick()
        || now.wallMillis() >= deadlines.nextDeadlineWallMillis()) {
      propose(Command.newBuilder().setSweep(Sweep.newBuilder().setItemsMax(ITEMS_MAX)).build());
    } else if (deadlines.nextDeadlineTick() != Long.MAX_VALUE
        && now.tick() - deadlines.appliedTick() > TICK_LAG_MILLIS_MAX) {
      propose(Command.newBuilder().setNoOp(NoOp.getDefaultInstance()).build());
    }
  }

  private void propose(Command command) {
    underWay = true;
    proposer
        .propose(command, Priority.FINISHING)
        .whenComplete(
            (result, failure) -> {
              underWay = false;
              if (failure != null) {
                LOG.debug("sweep not applied, will look again: {}", failure.getMessage());
              }
            });
  }
}
