package io.caxton.state.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;
import io.caxton.v1.SagaStep;
import io.caxton.v1.SagaStepState;
import io.caxton.v1.Task;

/** Whatever must hold between sagas and their tasks. */
final class SagaInvariants {
  private SagaInvariants() {}

  static void check(Core core) {
    int timers = 0;
    for (Fleet fleet : core.fleets().all()) {
      FleetSagas sagas = fleet.sagas();
      long finished = sagas.rows().rows().values().stream().filter(SagaStore::isFinished).count();
      assertThat(sagas.finished()).hasSize((int) finished);
      assertThat(sagas.isSet()).isEqualTo(finished > 0);
      timers += sagas.isSet() ? 1 : 0;
      for (Saga saga : sagas.rows().rows().values()) {
        if (SagaStore.isFinished(saga)) {
          ended(saga);
        } else {
          unfinished(fleet, saga);
        }
      }
      tasks(fleet);
    }
    assertThat(core.deadlines().sagas().size()).as("saga timers").isEqualTo(timers);
  }

  private static void ended(Saga saga) {
    for (SagaStep step : saga.getStepsList()) {
      assertThat(step.getState())
          .isNotIn(
              SagaStepState.SAGA_STEP_STATE_RUNNING,
              SagaStepState.SAGA_STEP_STATE_COMPENSATING,
              SagaStepState.SAGA_STEP_STATE_HELD);
      if (saga.getState() != SagaState.SAGA_STATE_COMPLETED) {
        assertThat(
                step.getState() == SagaStepState.SAGA_STEP_STATE_COMPLETED
                    && step.hasCompensation())
            .as("left undone: %s", saga)
            .isFalse();
      }
    }
  }

  /** Exactly one unfinished task, which is the one it names. */
  private static void unfinished(Fleet fleet, Saga saga) {
    SagaStep step = saga.getSteps(SagaStore.current(saga));
    boolean undoes = saga.getState() == SagaState.SAGA_STATE_COMPENSATING;
    Task task = fleet.tasks().get(undoes ? step.getCompensationTaskId() : step.getTaskId());
    assertThat(TaskStore.isFinished(task)).as("%s waits for %s", saga, task).isFalse();
    assertThat(TaskPhase.isCompensating(task)).isEqualTo(undoes);
    assertThat(TaskPhase.isHeld(task))
        .isEqualTo(step.getState() == SagaStepState.SAGA_STEP_STATE_HELD);
  }

  /** No unfinished task belongs to a saga that does not wait for it. */
  private static void tasks(Fleet fleet) {
    for (Task task : fleet.tasks().freeze().values()) {
      if (!task.getSagaId().isEmpty() && !TaskStore.isFinished(task)) {
        Saga saga = SagaStore.find(fleet, task.getSagaId());
        assertThat(SagaStore.current(saga)).isEqualTo(task.getSagaStep() - 1);
      }
    }
  }
}
