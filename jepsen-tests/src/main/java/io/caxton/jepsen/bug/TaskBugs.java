package io.caxton.jepsen.bug;

import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.Refusal;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.Optional;
import net.bytebuddy.asm.Advice;

/** Grants, fences, epochs and queues. */
// What is assigned to a parameter here, the altered method returns or goes on with.
@SuppressWarnings("UnusedVariable")
final class TaskBugs {
  private TaskBugs() {}

  /** Of {@code Leases.until}: the grant ends at a quarter of its lease. */
  static final class EndEarly {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) long tick,
        @Advice.Argument(1) int leaseMillis,
        @Advice.Return(readOnly = false) long until) {
      until = tick + leaseMillis / 4;
    }
  }

  /** Of {@code Grants.remaining}: the holder is told of the whole lease. */
  static final class TellWholeLease {
    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) Task task, @Advice.Return(readOnly = false) Grant grant) {
      grant = grant.toBuilder().setLeaseMillis(task.getGrantedLeaseMillis()).build();
    }
  }

  /** Of {@code OwnerGuard.check}: whoever names a running task is taken for its holder. */
  static final class AnyFence {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(1) Task task, @Advice.Return(readOnly = false) Optional<Refusal> refusal) {
      if (task != null && task.getState() == TaskState.TASK_STATE_RUNNING) {
        refusal = Optional.empty();
      }
    }
  }

  /** Of {@code AgentGuard.check}: an older instance is taken for the newest. */
  static final class AnyEpoch {
    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) Optional<Refusal> refusal) {
      if (refusal.isPresent() && refusal.get().getReason() == ErrorReason.STALE_EPOCH) {
        refusal = Optional.empty();
      }
    }
  }

  /** Of {@code TaskStore.replace}: some completed tasks are pending once more. */
  static final class CompletedGoesBack {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(value = 2, readOnly = false) Task after) {
      if (after.getState() == TaskState.TASK_STATE_COMPLETED
          && after.getAttempt() == 1
          && Sample.hits(after.getId(), 12)) {
        after =
            after.toBuilder()
                .setState(TaskState.TASK_STATE_PENDING)
                .setAttemptsCharged(1)
                .clearResult()
                .clearFinishedTick()
                .build();
      }
    }
  }

  /** Of {@code ReadyTasks.add}: some tasks that come back to their queue are not put into it. */
  static final class ReturnedIsNotReady {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(0) Task task) {
      return task.getAttempt() > 0 && Sample.hits(task.getId(), 3);
    }
  }
}
