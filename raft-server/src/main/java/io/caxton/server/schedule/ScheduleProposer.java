package io.caxton.server.schedule;

import io.caxton.server.propose.LeaderClock;
import io.caxton.server.propose.Priority;
import io.caxton.server.propose.Proposer;
import io.caxton.state.DueSchedule;
import io.caxton.state.Result;
import io.caxton.v1.Command;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leader only: computes which instants of schedules are due and proposes them, in bounded batches,
 * one at a time. A proposal that is lost or doubled does no harm: apply looks again. Looks are
 * called from one timer thread; the computing is done elsewhere, since an outage may leave much of
 * it.
 */
public final class ScheduleProposer {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleProposer.class);
  static final int SCHEDULES_MAX = 256;

  /** What the state says of schedules; any thread. */
  public interface Schedules {
    /** Long.MAX_VALUE if none waits. */
    long nextScheduleWallMillis();

    List<DueSchedule> dueSchedules(long wallMillis, int max);
  }

  private final Proposer proposer;
  private final LeaderClock clock;
  private final Schedules schedules;
  private final Executor computing;
  private volatile boolean underWay;

  public ScheduleProposer(
      Proposer proposer, LeaderClock clock, Schedules schedules, Executor computing) {
    this.proposer = proposer;
    this.clock = clock;
    this.schedules = schedules;
    this.computing = computing;
  }

  /** One look; call it every 20 ms or so while leading with a wall that can be trusted. */
  public void look() {
    long wallMillis = clock.wallMillis();
    if (underWay || wallMillis < schedules.nextScheduleWallMillis()) {
      return;
    }
    underWay = true;
    CompletableFuture.supplyAsync(() -> proposeDue(wallMillis), computing)
        .thenCompose(allApplied -> allApplied)
        .whenComplete(
            (done, failure) -> {
              underWay = false;
              if (failure != null) {
                LOG.debug("schedules not served now, will try again: {}", failure.toString());
              }
            });
  }

  private CompletableFuture<Void> proposeDue(long wallMillis) {
    List<CompletableFuture<Result>> proposed =
        schedules.dueSchedules(wallMillis, SCHEDULES_MAX).stream()
            .map(due -> propose(due, wallMillis))
            .toList();
    return CompletableFuture.allOf(proposed.toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Result> propose(DueSchedule due, long wallMillis) {
    Command command =
        Command.newBuilder()
            .setFireSchedule(DueInstants.find(due.fleet(), due.schedule(), wallMillis))
            .build();
    return proposer.propose(command, Priority.FINISHING);
  }
}
