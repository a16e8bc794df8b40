package io.caxton.server.propose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaderClockTest {
  private static final long WALL = 1_700_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(5);
  private final AtomicLong wall = new AtomicLong(WALL);
  private final LeaderClock clock = new LeaderClock(nanos::get, wall::get);

  @BeforeEach
  void leads() {
    clock.start(1_000, WALL);
  }

  @Test
  void shouldGoOnFromTheLastAppliedTick() {
    pass(150);
    assertThat(clock.advance()).isEqualTo(new LeaderClock.Stamp(1_150, WALL + 150));
  }

  @Test
  void shouldNotCountMoreThanAStepOfALongGap() {
    pass(10_000);
    assertThat(clock.advance().tick()).isEqualTo(1_000 + LeaderClock.STEP_MILLIS_MAX);
  }

  @Test
  void shouldNotCountTimeWithoutAQuorum() {
    pass(100);
    clock.skip();
    pass(10);
    assertThat(clock.advance().tick()).isEqualTo(1_010);
  }

  @Test
  void shouldNotLoseFractionsOfAMillisecond() {
    for (int i = 0; i < 1_000; i++) {
      nanos.addAndGet(300_000);
      clock.advance();
    }
    assertThat(clock.advance().tick()).isEqualTo(1_300);
  }

  @Test
  void shouldNotMoveTickOrWallWhenThisNodesWallClockJumpsByAnHour() {
    for (long jump : new long[] {3_600_000, -7_200_000}) {
      LeaderClock.Stamp before = clock.advance();
      wall.addAndGet(jump);
      pass(100);
      LeaderClock.Stamp after = clock.advance();
      assertThat(after.tick() - before.tick()).isEqualTo(100);
      assertThat(after.wallMillis() - before.wallMillis()).isEqualTo(100);
    }
  }

  @Test
  void shouldSlewTheWallTowardASmallOffset() {
    wall.addAndGet(1_000);
    for (int i = 0; i < 100; i++) {
      pass(100);
      clock.advance();
    }
    // 10 s at 5 per mille: 50 ms nearer.
    assertThat(clock.wallOffsetMillis()).isBetween(945L, 955L);
    assertThat(clock.advance().tick()).isEqualTo(11_000);
  }

  @Test
  void shouldStepTheWallOnlyWhenTold() {
    clock.stepWall(WALL + 3_600_000);
    pass(50);
    assertThat(clock.advance().wallMillis()).isEqualTo(WALL + 3_600_050);
  }

  private void pass(long millis) {
    nanos.addAndGet(millis * 1_000_000);
    wall.addAndGet(millis);
  }
}
