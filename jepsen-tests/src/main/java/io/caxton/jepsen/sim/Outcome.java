package io.caxton.jepsen.sim;

import java.util.List;
import java.util.Optional;

/**
 * How the simulation of one seed ended.
 *
 * @param traceHash of every event: the same for the same seed
 * @param lastEvents in words, for the reader of a failure
 */
public record Outcome(
    long seed,
    long steps,
    long traceHash,
    Optional<RuntimeException> failure,
    List<String> lastEvents,
    Counts counts) {

  /**
   * How much happened.
   *
   * @param remembered journals, checkpoints, messages and commits that were not refused
   */
  public record Counts(
      long records,
      long commands,
      long grants,
      long replays,
      long leaderChanges,
      long restarts,
      long snapshotsLoaded,
      long remembered) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          records + other.records,
          commands + other.commands,
          grants + other.grants,
          replays + other.replays,
          leaderChanges + other.leaderChanges,
          restarts + other.restarts,
          snapshotsLoaded + other.snapshotsLoaded,
          remembered + other.remembered);
    }
  }
}
