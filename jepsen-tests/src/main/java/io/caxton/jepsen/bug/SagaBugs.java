package io.caxton.jepsen.bug;

import io.caxton.state.core.QueueState;
import io.caxton.state.task.Compensations;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaStepState;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import net.bytebuddy.asm.Advice;

/** Sagas. */
// What is assigned to a parameter here, the altered method returns.
@SuppressWarnings("UnusedVariable")
final class SagaBugs {
  private SagaBugs() {}

  /** Of {@code SagaStore.nextToUndo}: the first completed step is undone first. */
  static final class FirstIsUndoneFirst {
    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) Saga.Builder saga, @Advice.Return(readOnly = false) int index) {
      for (int i = saga.getStepsCount() - 1; i >= 0; i--) {
        if (saga.getSteps(i).getState() == SagaStepState.SAGA_STEP_STATE_COMPLETED
            && saga.getSteps(i).hasCompensation()) {
          index = i;
        }
      }
    }
  }

  /** Of {@code Compensations.charge}. */
  static final class FailedIsDone {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(
        @Advice.This Compensations compensations,
        @Advice.Argument(0) QueueState queue,
        @Advice.Argument(1) Task task) {
      compensations.finish(queue, task);
      return true;
    }

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) TaskState state) {
      state = TaskState.TASK_STATE_COMPLETED;
    }
  }

  /** Of {@code CompensationStore.insert}: some second steps are left out. */
  static final class StepIsLost {
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.Argument(1) Task.Builder task) {
      return task.getSagaStep() == 2
          && task.getCompensatesTaskId().isEmpty()
          && Sample.hits(task.getSagaId(), 4);
    }
  }
}
