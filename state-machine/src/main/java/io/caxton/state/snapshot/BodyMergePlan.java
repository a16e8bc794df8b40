package io.caxton.state.snapshot;

import io.caxton.state.body.BodyRun;
import io.caxton.state.body.FrozenBodies;
import java.util.List;

/**
 * Which runs of bodies to make one: the newest that together are at least as large as the one
 * before them, so that a body is rewritten only when what it lies in doubles; or all of them when
 * less than half is wanted still.
 */
final class BodyMergePlan {
  /** Fewer are read as fast as one. */
  static final int RUNS_MIN = 4;

  /** More would make every reading look in too many places. */
  static final int RUNS_MAX = 16;

  /** Below that the dead take too little room to care. */
  private static final long DEAD_BYTES_MIN = 16 << 20;

  private BodyMergePlan() {}

  /** Neighbours, up to the newest; empty if there is nothing to do. */
  static List<BodyRun> due(FrozenBodies bodies) {
    List<BodyRun> runs = bodies.runs();
    long total = bytes(runs);
    if (runs.size() > 1 && total > DEAD_BYTES_MIN && bodies.liveBytes() < total / 2) {
      return runs;
    }
    for (int first = 0; first <= runs.size() - RUNS_MIN; first++) {
      if (bytes(runs.subList(first + 1, runs.size())) >= bytes(runs.subList(first, first + 1))) {
        return runs.subList(first, runs.size());
      }
    }
    return runs.size() > RUNS_MAX ? runs.subList(runs.size() / 2, runs.size()) : List.of();
  }

  private static long bytes(List<BodyRun> runs) {
    return runs.stream().mapToLong(run -> run.run().getLengthBytes()).sum();
  }
}
