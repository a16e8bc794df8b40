package io.caxton.client.cli;

import io.caxton.client.console.Table;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;
import io.caxton.v1.SagaStep;
import io.caxton.v1.SagaStepState;
import java.util.List;

/** Sagas as people read them. */
final class SagaText {
  private SagaText() {}

  static String of(SagaState state) {
    return state == SagaState.UNRECOGNIZED ? "?" : Names.of(state.getValueDescriptor());
  }

  private static String of(SagaStepState state) {
    return state == SagaStepState.UNRECOGNIZED ? "?" : Names.of(state.getValueDescriptor());
  }

  static String line(Saga saga) {
    return "saga " + saga.getId() + "  " + of(saga.getState()) + "  " + progress(saga);
  }

  /** Such as "2 of 3, step 2 HELD". */
  private static String progress(Saga saga) {
    int completed = 0;
    String held = "";
    for (int i = 0; i < saga.getStepsCount(); i++) {
      SagaStepState state = saga.getSteps(i).getState();
      completed += state == SagaStepState.SAGA_STEP_STATE_COMPLETED ? 1 : 0;
      held += state == SagaStepState.SAGA_STEP_STATE_HELD ? ", step " + (i + 1) + " HELD" : "";
    }
    return completed + " of " + saga.getStepsCount() + held;
  }

  static Table table(List<Saga> sagas) {
    Table table = new Table("ID", "STATE", "COMPLETED", "SUBMITTED", "CAUSE");
    for (Saga saga : sagas) {
      table.row(
          saga.getId(),
          of(saga.getState()),
          progress(saga),
          Names.wall(saga.getSubmittedWallMillis()),
          saga.getCause());
    }
    return table;
  }

  static String whole(Saga saga) {
    Table steps = new Table(">STEP", "STATE", "QUEUE", "TASK", "UNDONE BY");
    for (int i = 0; i < saga.getStepsCount(); i++) {
      SagaStep step = saga.getSteps(i);
      steps.row(
          i + 1,
          of(step.getState()),
          step.getTask().getQueue(),
          step.getTaskId(),
          step.getCompensationTaskId().isEmpty() && step.hasCompensation()
              ? "(not yet)"
              : step.getCompensationTaskId());
    }
    return new Sheet()
            .line("id", saga.getId())
            .line("state", of(saga.getState()))
            .line("cause", saga.getCause())
            .line("labels", Names.labels(saga.getLabelsList()))
            .line("submitted", Names.wall(saga.getSubmittedWallMillis()))
            .line("revision", saga.getRevision())
        + "\n"
        + steps;
  }
}
