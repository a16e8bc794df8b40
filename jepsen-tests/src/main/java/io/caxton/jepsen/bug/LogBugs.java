package io.caxton.jepsen.bug;

import java.io.File;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** What should be on disk and is not, and what is said of the outcome. */
// What is assigned to a parameter here, the altered method returns or goes on with.
@SuppressWarnings("UnusedVariable")
final class LogBugs {
  private LogBugs() {}

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

  /**
   * Of {@code RaftStorageMetadataFileImpl.atomicWrite}: only the first term and vote are written.
   */
  static final class WriteOnce {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(1) File file) {
      return file.exists();
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter boolean skipped,
        @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object metadata,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object written) {
      if (skipped) {
        written = metadata;
      }
    }
  }
}
