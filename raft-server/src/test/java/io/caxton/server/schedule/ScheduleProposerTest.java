package io.caxton.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.caxton.server.consensus.OutcomeUnknownException;
import io.caxton.server.propose.Batch;
import io.caxton.server.propose.FakeConsensus;
import io.caxton.server.propose.LeaderClock;
import io.caxton.server.propose.Proposer;
import io.caxton.state.DueSchedule;
import io.caxton.v1.FireSchedule;
import io.caxton.v1.Schedule;
import io.caxton.v1.ScheduleSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScheduleProposerTest {
  private static final long WALL = 1_000_000;

  private final AtomicLong nanos = new AtomicLong();
  private final FakeConsensus consensus = new FakeConsensus();
  private final LeaderClock clock = new LeaderClock(nanos::get, () -> WALL);
  private final Proposer proposer =
      new Proposer(
          consensus,
          clock,
          new Proposer.Bounds(8, 65_536, 1_000_000, 1_000),
          Runnable::run,
          effect -> {},
          nanos::get,
          new MetricRegistry());
  private final List<Integer> asked = new ArrayList<>();
  private List<DueSchedule> due = List.of();
  private long next = Long.MAX_VALUE;
  private final ScheduleProposer schedules =
      new ScheduleProposer(
          proposer,
          clock,
          new ScheduleProposer.Schedules() {
            @Override
            public long nextScheduleWallMillis() {
              return next;
            }

            @Override
            public List<DueSchedule> dueSchedules(long wallMillis, int max) {
              assertThat(wallMillis).isEqualTo(WALL);
              asked.add(max);
              return due;
            }
          },
          Runnable::run);

  @BeforeEach
  void leads() {
    clock.start(100, WALL);
    proposer.open(3);
  }

  @Test
  void shouldProposeNothingBeforeItsTime() {
    next = WALL + 1;
    schedules.look();

    assertThat(asked).isEmpty();
    assertThat(consensus.log).isEmpty();
  }

  @Test
  void shouldProposeWhatIsDueABoundedNumberAtOnce() {
    // given
    next = WALL;
    due = List.of(due("a", WALL), due("b", 0));

    // when
    schedules.look();

    // then
    assertThat(asked).containsExactly(ScheduleProposer.SCHEDULES_MAX);
    assertThat(proposed())
        .extracting(FireSchedule::getScheduleId, FireSchedule::getInstant, FireSchedule::getDueList)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", WALL, List.of(WALL)),
            org.assertj.core.groups.Tuple.tuple("b", 0L, List.of()));
  }

  @Test
  void shouldWaitForItsProposalsAndThenLookAgainWhateverBecameOfThem() {
    // given
    next = 0;
    due = List.of(due("a", WALL));
    schedules.look();

    // when it looks while they are under way
    schedules.look();
    assertThat(proposed()).hasSize(1);

    // then
    consensus.log.getFirst().applied().completeExceptionally(new OutcomeUnknownException("lost"));
    schedules.look();
    assertThat(proposed()).hasSize(2);
    assertThat(proposed().get(0)).isEqualTo(proposed().get(1));
  }

  @Test
  void shouldTryAgainAfterItCouldNotPropose() {
    next = 0;
    due = List.of(due("a", WALL));
    proposer.close();
    schedules.look();
    assertThat(consensus.log).isEmpty();

    proposer.open(3);
    schedules.look();

    assertThat(proposed()).hasSize(1);
  }

  private static DueSchedule due(String id, long nextInstant) {
    return new DueSchedule(
        "default",
        Schedule.newBuilder()
            .setId(id)
            .setNextInstant(nextInstant)
            .setPutWallMillis(WALL)
            .setSpec(
                ScheduleSpec.newBuilder()
                    .setEvery(ScheduleSpec.Every.newBuilder().setEveryMillis(1_000)))
            .build());
  }

  private List<FireSchedule> proposed() {
    return consensus.log.stream()
        .flatMap(entry -> ((Batch) entry.proposal()).record().getCommandsList().stream())
        .map(command -> command.getFireSchedule())
        .toList();
  }
}
