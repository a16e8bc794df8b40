package io.caxton.state.check;

import io.caxton.v1.CancelSagaRequest;
import io.caxton.v1.Compensation;
import io.caxton.v1.GetSagaRequest;
import io.caxton.v1.ListSagasRequest;
import io.caxton.v1.NewSagaStep;
import io.caxton.v1.ResolveCompensationRequest;
import io.caxton.v1.SubmitSagaRequest;

/** Requests about sagas and compensations. */
final class SagaChecks {
  /** Its tasks' ids are longer by a few characters. */
  private static final int ID_CHARACTERS_MAX = 200;

  private static final int STEPS_MAX = 64;
  private static final long HOLD_AFTER_MILLIS_MAX = 31_536_000_000L;

  private SagaChecks() {}

  static void check(Checks checks, SubmitSagaRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    checks.nameOrEmpty(Path.ROOT, "saga_id", request.getSagaId(), Characters.ID, ID_CHARACTERS_MAX);
    CommonChecks.labels(checks, Path.ROOT, request.getLabelsList());
    int steps = request.getStepsCount();
    if (steps < 1 || steps > STEPS_MAX) {
      checks.fail(Path.ROOT, "steps", steps + " long", "it must have 1 to " + STEPS_MAX + " items");
    }
    for (int i = 0; i < steps && !checks.failed(); i++) {
      step(checks, Path.ROOT.in("steps", i), request.getSteps(i));
    }
  }

  private static void step(Checks checks, Path item, NewSagaStep step) {
    Path task = item.in("task");
    if (!step.getTask().getId().isEmpty()) {
      checks.fail(
          task, "id", Checks.shown(step.getTask().getId()), "the server names the tasks of a saga");
    }
    if (step.getTask().hasCompensation()) {
      checks.fail(task, "compensation", "given", "that of a step stands beside its task");
    }
    TaskChecks.newTask(checks, task, step.getTask());
    if (step.hasCompensation()) {
      compensation(checks, item.in("compensation"), step.getCompensation());
    }
  }

  static void compensation(Checks checks, Path path, Compensation compensation) {
    CommonChecks.queue(checks, path, "queue", compensation.getQueue());
    TaskChecks.work(
        checks,
        path,
        compensation.getPayload(),
        compensation.getLabelsList(),
        compensation.getPriority());
    if (compensation.hasRetry()) {
      QueueChecks.retry(checks, path.in("retry"), compensation.getRetry());
    }
    checks.range(
        path,
        "attempt_timeout_millis",
        compensation.getAttemptTimeoutMillis(),
        0,
        Integer.MAX_VALUE);
    CommonChecks.lease(checks, path, compensation.getLeaseMillis());
    checks.range(
        path, "hold_after_millis", compensation.getHoldAfterMillis(), 0, HOLD_AFTER_MILLIS_MAX);
  }

  static void check(Checks checks, CancelSagaRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    sagaId(checks, request.getSagaId());
  }

  static void check(Checks checks, ResolveCompensationRequest request) {
    CommonChecks.call(checks, request.getCall());
    CommonChecks.fleet(checks, request.getFleet());
    if (request.getSagaId().isEmpty()) {
      CommonChecks.taskId(checks, Path.ROOT, request.getTaskId());
      checks.range(Path.ROOT, "step", request.getStep(), 0, 0);
    } else {
      sagaId(checks, request.getSagaId());
      checks.range(Path.ROOT, "step", request.getStep(), 1, STEPS_MAX);
      if (!request.getTaskId().isEmpty()) {
        checks.fail(
            Path.ROOT, "task_id", Checks.shown(request.getTaskId()), "not together with saga_id");
      }
    }
    int resolution = request.getResolutionValue();
    if (resolution < 1 || resolution > 2) {
      checks.fail(Path.ROOT, "resolution", Integer.toString(resolution), "it must be 1 or 2");
    }
  }

  static void check(Checks checks, GetSagaRequest request) {
    ReadChecks.reading(checks, request.getFleet(), request.getRead());
    sagaId(checks, request.getSagaId());
  }

  static void check(Checks checks, ListSagasRequest request) {
    ReadChecks.reading(checks, request.getFleet(), request.getRead());
    ReadChecks.known(
        checks, Path.ROOT, "states", request.getStatesList(), request.getStatesValueList());
    CommonChecks.labels(checks, Path.ROOT, request.getLabelsList());
    checks.nameOrEmpty(
        Path.ROOT, "id_prefix", request.getIdPrefix(), Characters.ID, ID_CHARACTERS_MAX);
    ReadChecks.page(checks, request.getPage());
  }

  private static void sagaId(Checks checks, String sagaId) {
    checks.name(Path.ROOT, "saga_id", sagaId, Characters.ID, ID_CHARACTERS_MAX);
  }
}
