package io.caxton.jepsen.sim;

/** A promise was broken, or model and state machine disagree. */
public final class SimFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SimFailure(String what) {
    super(what);
  }

  SimFailure(String what, Throwable cause) {
    super(what, cause);
  }

  static void require(boolean holds, String what, Object... about) {
    if (!holds) {
      throw new SimFailure(what.formatted(about));
    }
  }
}
