package io.caxton.client;

import java.util.concurrent.ThreadLocalRandom;

/** Pauses between tries, with jitter so that clients do not march in step. */
final class Pauses {
  private static final long MILLI = 1_000_000;

  private Pauses() {}

  /** Between two questions to a node while nobody leads. */
  static long shortNanos() {
    return ThreadLocalRandom.current().nextLong(10 * MILLI, 20 * MILLI);
  }

  /** The same when the outage has lasted a while. */
  static long longNanos() {
    return ThreadLocalRandom.current().nextLong(40 * MILLI, 80 * MILLI);
  }

  /** What the server asked for plus up to a half, or a short pause if it asked for nothing. */
  static long after(Failure failure) {
    long asked = failure.retryMillis() * MILLI;
    return asked == 0 ? shortNanos() : asked + ThreadLocalRandom.current().nextLong(asked / 2 + 1);
  }
}
