package io.caxton.server.engine;

import io.caxton.server.propose.LeaderClock;
import io.caxton.server.propose.Proposer;
import io.caxton.server.propose.Sweeper;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What begins and ends with this node's leadership. Both ends are announced from threads that must
 * not wait, so they are handed to one control thread, in order.
 */
public final class Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  /** The state's time, read when a leadership begins. */
  public interface StateTime {
    LeaderClock.Stamp lastApplied();
  }

  private final Executor control;
  private final StateTime stateTime;
  private final LeaderClock clock;
  private final Runnable onEnd;
  private final AtomicLong endedTerm = new AtomicLong(-1);
  private final AtomicLong changes = new AtomicLong();
  private volatile Proposer proposer;
  private volatile Sweeper sweeper;
  private volatile boolean leading;

  /**
   * @param control one thread
   * @param onEnd sends those away who wait for things that only a leader can give
   */
  public Leadership(Executor control, StateTime stateTime, LeaderClock clock, Runnable onEnd) {
    this.control = control;
    this.stateTime = stateTime;
    this.clock = clock;
    this.onEnd = onEnd;
  }

  /** Completes the circle of construction; before consensus starts. */
  public void lead(Proposer proposerToOpen, Sweeper sweeperToStart) {
    proposer = proposerToOpen;
    sweeper = sweeperToStart;
  }

  public boolean leading() {
    return leading;
  }

  /** How often this node's leadership began. */
  public long changes() {
    return changes.get();
  }

  void begin(long term) {
    control.execute(
        () -> {
          if (endedTerm.get() >= term) {
            return;
          }
          LeaderClock.Stamp last = stateTime.lastApplied();
          clock.start(last.tick(), last.wallMillis());
          sweeper.start();
          proposer.open(term);
          leading = true;
          changes.incrementAndGet();
          LOG.info("leading in term {} from tick {}", term, last.tick());
        });
  }

  void end(long term) {
    if (endedTerm.getAndAccumulate(term, Math::max) >= term) {
      return;
    }
    control.execute(
        () -> {
          if (!leading) {
            return;
          }
          leading = false;
          proposer.close();
          clock.stop();
          onEnd.run();
          LOG.info("not leading any more in term {}", term);
        });
  }
}
