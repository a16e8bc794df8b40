package io.caxton.jepsen.bug;

import io.caxton.server.consensus.LogPosition;
import java.nio.charset.StandardCharsets;
import net.bytebuddy.asm.Advice;

/** Replicas that differ, and snapshots that are not the state. */
// What is assigned to a parameter here, the altered method returns or goes on with.
@SuppressWarnings("UnusedVariable")
final class StateBugs {
  private StateBugs() {}

  /** Of {@code Progress.wallMillis}: a replica looks at its own clock while it applies. */
  static final class OwnClock {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) long wallMillis) {
      wallMillis = System.currentTimeMillis();
    }
  }

  /** Of {@code StateLoader.put}: some routes are not loaded. */
  static final class LoadNotAll {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) String table, @Advice.Argument(1) byte[] key) {
      return table.equals("routes") && Sample.hits(new String(key, StandardCharsets.ISO_8859_1), 4);
    }
  }

  /** Of {@code RatisStateMachine.loaded}: the log goes on one entry later than the state ends. */
  static final class ClaimOneMore {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 0, readOnly = false) LogPosition position) {
      if (!position.equals(LogPosition.NONE)) {
        position = new LogPosition(position.term(), position.index() + 1);
      }
    }
  }
}
