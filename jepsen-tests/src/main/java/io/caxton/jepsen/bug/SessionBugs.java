package io.caxton.jepsen.bug;

import io.caxton.v1.Outcome;
import net.bytebuddy.asm.Advice;

/** Calls that are executed again. */
// What is assigned to a parameter here, the altered method returns or goes on with.
@SuppressWarnings("UnusedVariable")
final class SessionBugs {
  private SessionBugs() {}

  /** Of {@code Sessions.outcome}: none is ever found. */
  static final class NoOutcome {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Outcome outcome) {
      outcome = null;
    }
  }

  /** Of {@code Sessions.store}: storing a second outcome is no fault. */
  static final class StoreAgain {
    @Advice.OnMethodExit(onThrowable = IllegalStateException.class)
    static void exit(@Advice.Thrown(readOnly = false) Throwable thrown) {
      thrown = null;
    }
  }

  /** Of {@code StateLoader.put}: a snapshot is loaded without the outcomes. */
  static final class LoadNoOutcomes {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) String table) {
      return table.equals("outcomes");
    }
  }
}
