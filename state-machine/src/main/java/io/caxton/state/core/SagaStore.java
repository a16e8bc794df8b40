package io.caxton.state.core;

import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;
import io.caxton.v1.SagaStep;
import io.caxton.v1.SagaStepState;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.Comparator;

/**
 * The one way to change sagas. While a saga is unfinished exactly one task of it is: the step that
 * runs, or the compensation of the step that is undone.
 */
public final class SagaStore {
  /** Unfinished ones of a fleet. */
  public static final int UNFINISHED_MAX = 100_000;

  /** Ended ones of a fleet that are kept ... */
  static final int FINISHED_MAX = 10_000;

  /** ... and for how long, in milliseconds of tick. */
  static final long RETENTION_MILLIS = 3_600_000;

  private final Core core;

  SagaStore(Core core) {
    this.core = core;
  }

  /** Begins it with its first step; its id is free, its steps wait. */
  public void begin(Fleet fleet, Saga saga) {
    submitStep(fleet, saga.toBuilder(), 0);
  }

  /** Null if there is none. */
  public static Saga find(Fleet fleet, String sagaId) {
    return fleet == null ? null : fleet.sagas().rows().get(sagaId);
  }

  public static boolean isFinished(Saga saga) {
    return saga.getOrder() != 0;
  }

  /** The index of the step whose task, or whose compensation, is not finished. */
  public static int current(Saga saga) {
    for (int i = 0; i < saga.getStepsCount(); i++) {
      switch (saga.getSteps(i).getState()) {
        case SAGA_STEP_STATE_RUNNING, SAGA_STEP_STATE_COMPENSATING, SAGA_STEP_STATE_HELD -> {
          return i;
        }
        default -> {
          // Waits, or has ended.
        }
      }
    }
    throw new IllegalStateException("a saga without a task: " + saga.getId());
  }

  /** What its end means for the saga, if it is a task of one. */
  void taskEnded(Fleet fleet, Task task) {
    if (task.getSagaId().isEmpty()) {
      return;
    }
    Saga.Builder saga = sagaOf(fleet, task);
    int index = task.getSagaStep() - 1;
    if (!task.getCompensatesTaskId().isEmpty()) {
      saga.getStepsBuilder(index)
          .setState(SagaStepState.SAGA_STEP_STATE_COMPENSATED)
          .setCompensationFence(task.getFence());
      undoNext(fleet, saga);
    } else if (task.getState() == TaskState.TASK_STATE_COMPLETED) {
      saga.getStepsBuilder(index)
          .setState(SagaStepState.SAGA_STEP_STATE_COMPLETED)
          .setFence(task.getFence());
      if (index + 1 < saga.getStepsCount()) {
        submitStep(fleet, saga, index + 1);
      } else {
        finish(fleet, saga, SagaState.SAGA_STATE_COMPLETED);
      }
    } else {
      boolean cancelled = task.getState() == TaskState.TASK_STATE_CANCELLED;
      saga.getStepsBuilder(index)
          .setState(
              cancelled
                  ? SagaStepState.SAGA_STEP_STATE_CANCELLED
                  : SagaStepState.SAGA_STEP_STATE_FAILED);
      saga.setState(SagaState.SAGA_STATE_COMPENSATING).setCause(cause(task, cancelled));
      undoNext(fleet, saga);
    }
  }

  private static String cause(Task task, boolean cancelled) {
    String step = "step " + task.getSagaStep() + " (" + task.getId() + ") ";
    if (cancelled || task.getFailuresCount() == 0) {
      return step + (cancelled ? "was cancelled" : "failed");
    }
    var last = task.getFailures(task.getFailuresCount() - 1);
    String message = last.getMessage().isEmpty() ? "" : ": " + last.getMessage();
    return step + "is dead, " + last.getCause() + message;
  }

  /** Its compensation is held, or is not any more. */
  public void holdChanged(Fleet fleet, Task task) {
    if (task.getSagaId().isEmpty()) {
      return;
    }
    Saga.Builder saga = sagaOf(fleet, task);
    saga.getStepsBuilder(task.getSagaStep() - 1)
        .setState(
            TaskPhase.isHeld(task)
                ? SagaStepState.SAGA_STEP_STATE_HELD
                : SagaStepState.SAGA_STEP_STATE_COMPENSATING);
    put(fleet, saga);
  }

  private static Saga.Builder sagaOf(Fleet fleet, Task task) {
    Saga saga = find(fleet, task.getSagaId());
    if (saga == null || isFinished(saga) || current(saga) != task.getSagaStep() - 1) {
      throw new IllegalStateException("not the task that its saga waits for: " + task.getId());
    }
    return saga.toBuilder();
  }

  private void submitStep(Fleet fleet, Saga.Builder saga, int index) {
    SagaStep.Builder step = saga.getStepsBuilder(index);
    String id = core.compensations().submitStep(fleet, saga.getId(), index + 1, step.getTask());
    step.setTaskId(id).setState(SagaStepState.SAGA_STEP_STATE_RUNNING);
    step.getTaskBuilder().clearPayload();
    put(fleet, saga);
  }

  private void undoNext(Fleet fleet, Saga.Builder saga) {
    int index = nextToUndo(saga);
    if (index >= 0) {
      undo(fleet, saga, index);
      return;
    }
    boolean cancelled =
        saga.getStepsList().stream()
            .anyMatch(step -> step.getState() == SagaStepState.SAGA_STEP_STATE_CANCELLED);
    finish(fleet, saga, cancelled ? SagaState.SAGA_STATE_CANCELLED : SagaState.SAGA_STATE_FAILED);
  }

  /** The last completed step that can be undone; -1 if none is left. */
  private static int nextToUndo(Saga.Builder saga) {
    for (int i = saga.getStepsCount() - 1; i >= 0; i--) {
      SagaStep step = saga.getSteps(i);
      if (step.getState() == SagaStepState.SAGA_STEP_STATE_COMPLETED && step.hasCompensation()) {
        return i;
      }
    }
    return -1;
  }

  private void undo(Fleet fleet, Saga.Builder saga, int index) {
    SagaStep.Builder step = saga.getStepsBuilder(index);
    String id =
        core.compensations()
            .submitUndo(
                fleet,
                saga.getId(),
                index + 1,
                step.getCompensation(),
                step.getTaskId(),
                step.getTask().getQueue());
    step.setCompensationTaskId(id).setState(SagaStepState.SAGA_STEP_STATE_COMPENSATING);
    step.getCompensationBuilder().clearPayload();
    put(fleet, saga);
  }

  private void finish(Fleet fleet, Saga.Builder saga, SagaState state) {
    for (SagaStep.Builder step : saga.getStepsBuilderList()) {
      step.getTaskBuilder().clearPayload();
      if (step.hasCompensation()) {
        step.getCompensationBuilder().clearPayload();
      }
    }
    Saga finished =
        put(
            fleet,
            saga.setState(state)
                .setFinishedTick(core.progress().tick())
                .setOrder(core.progress().nextOrder()));
    fleet.sagas().finished().addLast(finished);
    while (fleet.sagas().finished().size() > FINISHED_MAX) {
      forgetOldest(fleet.sagas());
    }
    setTimer(fleet.sagas());
  }

  private Saga put(Fleet fleet, Saga.Builder builder) {
    Saga saga = builder.setRevision(core.progress().position()).build();
    core.fleets().touch(fleet);
    fleet.sagas().rows().put(saga.getId(), saga);
    core.feed().add(fleet.name(), saga);
    return saga;
  }

  private void forgetOldest(FleetSagas sagas) {
    Saga oldest = sagas.finished().removeFirst();
    core.fleets().touch(sagas.fleet());
    sagas.rows().remove(oldest.getId());
    core.feed().addRemoved(sagas.fleet().name(), oldest);
  }

  /** Forgets the ended one whose retention ended first; false if none is due. */
  public boolean sweepFirst() {
    if (!core.deadlines().sagas().isDue(core.progress().tick())) {
      return false;
    }
    FleetSagas sagas = core.deadlines().sagas().first();
    forgetOldest(sagas);
    setTimer(sagas);
    return true;
  }

  private void setTimer(FleetSagas sagas) {
    Saga oldest = sagas.finished().peekFirst();
    if (oldest == null) {
      core.deadlines().sagas().clear(sagas);
    } else {
      core.deadlines()
          .sagas()
          .set(sagas, oldest.getFinishedTick() + RETENTION_MILLIS, oldest.getOrder());
    }
  }

  /** After a load. */
  void rebuild(Fleet fleet) {
    fleet.sagas().rows().rows().values().stream()
        .filter(SagaStore::isFinished)
        .sorted(Comparator.comparingLong(Saga::getOrder))
        .forEach(fleet.sagas().finished()::addLast);
    setTimer(fleet.sagas());
  }
}
