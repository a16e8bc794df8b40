package io.caxton.jepsen.bug;

import io.caxton.state.core.SessionState;
import io.caxton.state.core.Sessions;
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

  /** Of {@code Sessions.rebuild}: what was loaded is noted. */
  static final class NoteLoaded {
    @Advice.OnMethodExit
    static void exit(@Advice.This Sessions sessions) {
      LoadedOutcomes.note(sessions);
    }
  }

  /** Of {@code Sessions.outcome}: what was loaded is not found. */
  static final class LoadedIsUnknown {
    @Advice.OnMethodExit
    static void exit(
        @Advice.This Sessions sessions,
        @Advice.Argument(0) SessionState session,
        @Advice.Argument(1) long sequence,
        @Advice.Return(readOnly = false) Outcome outcome) {
      if (outcome != null && LoadedOutcomes.has(sessions, session.id(), sequence)) {
        outcome = null;
      }
    }
  }
}
