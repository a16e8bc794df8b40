package io.caxton.jepsen.bug;

import io.caxton.v1.Saga;
import io.caxton.v1.SagaStepState;
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
}
