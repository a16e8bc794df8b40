package io.caxton.state.route;

import io.caxton.state.Refusals;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import io.caxton.v1.Route;
import java.util.Optional;

/** Compare-and-set by revision; 0 stands for a route that does not exist. */
final class Revisions {
  private Revisions() {}

  /** {@code stored} is null if there is none. */
  static Optional<Refusal> check(String name, Route stored, long expected) {
    long revision = stored == null ? 0 : stored.getRevision();
    if (revision == expected) {
      return Optional.empty();
    }
    return Optional.of(
        Refusals.of(
            ErrorReason.REVISION_MISMATCH,
            "route \"%s\" has revision %d, not %d".formatted(name, revision, expected),
            "revision",
            Long.toString(revision)));
  }
}
