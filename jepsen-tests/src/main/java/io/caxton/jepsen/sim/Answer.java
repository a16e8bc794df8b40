package io.caxton.jepsen.sim;

import io.caxton.state.Result;
import io.caxton.v1.ErrorReason;

/** What comes back from a node, if anything does. */
sealed interface Answer {
  /** It was applied, or found applied. */
  record Applied(Result result) implements Answer {}

  /** This try had no effect. */
  record Refused(ErrorReason reason) implements Answer {}
}
