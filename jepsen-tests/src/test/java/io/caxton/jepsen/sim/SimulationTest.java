package io.caxton.jepsen.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Run one seed again: {@code bin/caxton sim --seeds 1 --from SEED}. */
class SimulationTest {
  private static final int FIXED = 40;
  private static final int RANDOM = 10;

  /** Always the same, and some that nobody has seen. */
  static LongStream seeds() {
    return LongStream.concat(
        LongStream.rangeClosed(1, FIXED), new Random().longs(RANDOM, 1L << 20, 1L << 50));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shouldKeepEveryPromise(long seed) {
    Outcome outcome = Simulation.run(seed);
    assertThat(outcome.failure())
        .as("bin/caxton sim --seeds 1 --from %d, after %s", seed, outcome.lastEvents())
        .isEmpty();
    assertThat(outcome.counts().commands()).isPositive();
  }

  @Test
  void shouldDoTheSameForTheSameSeed() {
    for (long seed = 1; seed <= 5; seed++) {
      Outcome once = Simulation.run(seed);
      Outcome again = Simulation.run(seed);
      assertThat(again.traceHash()).isEqualTo(once.traceHash());
      assertThat(again.steps()).isEqualTo(once.steps());
    }
    assertThat(Simulation.run(1).traceHash()).isNotEqualTo(Simulation.run(2).traceHash());
  }

  @Test
  void shouldReachWhatItIsThereFor() {
    Outcome.Counts counts =
        LongStream.rangeClosed(1, FIXED)
            .mapToObj(seed -> Simulation.run(seed).counts())
            .reduce(Outcome.Counts.NONE, Outcome.Counts::plus);
    assertThat(counts.grants()).isGreaterThan(100);
    assertThat(counts.replays()).isGreaterThan(100);
    assertThat(counts.leaderChanges()).isGreaterThan(FIXED);
    assertThat(counts.restarts()).isGreaterThan(FIXED);
    assertThat(counts.snapshotsLoaded()).isGreaterThan(FIXED);
    assertThat(counts.remembered()).isGreaterThan(FIXED);
  }
}
