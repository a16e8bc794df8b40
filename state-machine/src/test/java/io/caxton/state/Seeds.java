package io.caxton.state;

import java.util.function.LongConsumer;

/** Runs a random test with fresh seeds, and says which one failed. */
public final class Seeds {
  private Seeds() {}

  /** With {@code runs} seeds, or the one given by {@code -Dcaxton.seed}. */
  public static void each(Class<?> test, int runs, LongConsumer run) {
    long given = Long.getLong("caxton.seed", 0);
    for (int i = 0; i < (given != 0 ? 1 : runs); i++) {
      long seed = given != 0 ? given : System.nanoTime() + i;
      try {
        run.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + "; again: -Dtest=" + test.getSimpleName() + " -Dcaxton.seed=" + seed,
            e);
      }
    }
  }
}
