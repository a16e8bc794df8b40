package io.caxton.jepsen.bug;

import com.google.protobuf.MessageLite;
import io.caxton.server.consensus.LogPosition;
import io.caxton.state.table.ChangedKeys;
import io.caxton.v1.Route;
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

  /** Of {@code Table.put}: some routes that change are not written into the next snapshot. */
  static final class ForgetChange {
    @Advice.OnMethodEnter
    static boolean enter(
        @Advice.FieldValue("changed") ChangedKeys<?> changed, @Advice.Argument(0) Object key) {
      return changed.keys().contains(key);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.FieldValue("changed") ChangedKeys<?> changed,
        @Advice.Argument(0) Object key,
        @Advice.Argument(1) MessageLite row,
        @Advice.Enter boolean knew,
        @Advice.Return MessageLite before) {
      if (before != null
          && !knew
          && row instanceof Route route
          && Sample.hits(route.getName(), 3)) {
        changed.keys().remove(key);
      }
    }
  }

  /** Of {@code Snapshots.begin}: the log goes on one entry later than the state ends. */
  static final class ClaimOneMore {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 0, readOnly = false) LogPosition position) {
      if (!position.equals(LogPosition.NONE)) {
        position = new LogPosition(position.term(), position.index() + 1);
      }
    }
  }
}
