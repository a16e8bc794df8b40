package io.caxton.client.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a demo is told.
 *
 * @param crashEvery zero: no process is killed
 * @param workMillis how long an agent deliberately takes for a file; empty: so that it all takes
 *     about five seconds
 */
record DemoOptions(
    Path input,
    int agents,
    int concurrency,
    Duration crashEvery,
    long seed,
    OptionalLong workMillis,
    boolean keep) {
  int slots() {
    return agents * concurrency;
  }
}
