package io.caxton.jepsen.bug;

import io.caxton.v1.Completion;
import io.caxton.v1.Schedule;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.List;
import java.util.TreeMap;
import net.bytebuddy.asm.Advice;

/** Ordering keys, dead letters, late results and schedules. */
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

  /** Of {@code Firing.take}: some instants are passed over in silence. */
  static final class LoseInstant {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 0, readOnly = false) List<Long> due) {
      if (due.size() == 1 && Sample.hits(due.getFirst(), 10)) {
        due = List.of();
      }
    }
  }

  /** Of {@code ScheduleStore.isBusy}: some tasks are taken for done as soon as they are there. */
  static final class NotBusy {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(1) Schedule schedule, @Advice.Return(readOnly = false) boolean busy) {
      busy &= !Sample.hits(schedule.getLastTaskId(), 4);
    }
  }
}
