package io.caxton.jepsen.bug;

import net.bytebuddy.asm.Advice;

/** What should be on disk and is not, and what is said of the outcome. */
// What is assigned to a parameter here, the altered method returns or goes on with.
@SuppressWarnings("UnusedVariable")
final class LogBugs {
  private LogBugs() {}

  /** Skips the method. */
  static final class Skip {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter() {
      return true;
    }
  }

  /** Of {@code BufferedWriteChannel.flushBuffer}: as if what is written were on disk. */
  static final class AlreadyForced {
    @Advice.OnMethodExit
    static void exit(@Advice.FieldValue(value = "forced", readOnly = false) boolean forced) {
      forced = true;
    }
  }

  /** Of {@code Submission.appendReached}: what was appended is taken for refused. */
  static final class NeverAppended {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) boolean reached) {
      reached = false;
    }
  }
}
