package io.caxton.jepsen.bug;

import io.caxton.v1.Completion;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.TreeMap;
import net.bytebuddy.asm.Advice;

/** Ordering keys, dead letters and late results. */
// What is assigned to a parameter here, the altered method returns or goes on with.
@SuppressWarnings("UnusedVariable")
final class QueueBugs {
  private QueueBugs() {}

  /** Of {@code KeyLane.next}: while the first waits for its time, the one behind it may go. */
  static final class PassWaiting {
    @Advice.OnMethodExit
    static void exit(
        @Advice.FieldValue("pending") TreeMap<?, Task> pending,
        @Advice.FieldValue("running") String running,
        @Advice.Return(readOnly = false) Task next) {
      if (next == null && running.isEmpty()) {
        for (Task task : pending.values()) {
          if (next == null && task.getNotBeforeTick() == 0) {
            next = task;
          }
        }
      }
    }
  }

  /** Of {@code KeyLane.next}: whether one runs is not looked at. */
  static final class PassRunning {
    @Advice.OnMethodExit
    static void exit(
        @Advice.FieldValue("pending") TreeMap<?, Task> pending,
        @Advice.Return(readOnly = false) Task next) {
      Task first = pending.isEmpty() ? null : pending.firstEntry().getValue();
      next = first != null && first.getNotBeforeTick() == 0 ? first : null;
    }
  }

  /** Of {@code KeyLane.run}: that two of a key run is no fault. */
  static final class RunBeside {
    @Advice.OnMethodEnter
    static void enter(@Advice.FieldValue(value = "running", readOnly = false) String running) {
      running = "";
    }
  }

  /** Of {@code KeyLane.isEmpty}: it does not know of all that run, so it has to stay. */
  static final class NeverEmpty {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) boolean empty) {
      empty = false;
    }
  }

  /** Of {@code LateResult.isWelcome}: whatever the task's policy, if nobody has it. */
  static final class AnyPolicy {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) Task task,
        @Advice.Argument(1) String agentId,
        @Advice.Argument(2) Completion completion,
        @Advice.Return(readOnly = false) boolean welcome) {
      welcome |=
          task.getState() == TaskState.TASK_STATE_PENDING
              && task.getFence() == completion.getFence()
              && task.getAgentId().equals(agentId);
    }
  }

  /** Of {@code TaskStore.replace}: what was redriven does not know it, and can be again. */
  static final class StaysDead {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 2, readOnly = false) Task after) {
      if (!after.getRedrivenTo().isEmpty()) {
        after = after.toBuilder().clearRedrivenTo().build();
      }
    }
  }
}
