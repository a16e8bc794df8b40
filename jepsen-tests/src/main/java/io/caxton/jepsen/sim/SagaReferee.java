package io.caxton.jepsen.sim;

import static io.caxton.jepsen.sim.SimFailure.require;

import io.caxton.state.Result;
import io.caxton.state.State;
import io.caxton.state.core.TaskStore;
import io.caxton.v1.Command;
import io.caxton.v1.Completion;
import io.caxton.v1.ItemResult;
import io.caxton.v1.Record;
import io.caxton.v1.Reply;
import io.caxton.v1.ResolveCompensationRequest.Resolution;
import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;
import io.caxton.v1.SagaStep;
import io.caxton.v1.SagaStepState;
import io.caxton.v1.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What sagas promise, by what was asked and answered: a step is done or undone only if somebody
 * completed it or resolved it by name; steps are done in order and undone in reverse; while a saga
 * is unfinished exactly one task of it is.
 */
final class SagaReferee {
  private record Done(String fleet, String taskId, long fence) {}

  private record Resolved(String fleet, String taskId) {}

  private final Set<Done> done = new HashSet<>();
  private final Set<Resolved> resolved = new HashSet<>();

  void committed(Record record, List<Result> results) {
    for (int i = 0; i < results.size(); i++) {
      Reply reply = results.get(i).reply();
      if (!reply.hasRefusal()) {
        executed(record.getCommands(i), reply);
      }
    }
  }

  private void executed(Command command, Reply reply) {
    switch (command.getRequestCase()) {
      case COMPLETE_TASKS -> {
        String fleet = fleet(command.getCompleteTasks().getFleet());
        for (int i = 0; i < reply.getCompleteTasks().getResultsCount(); i++) {
          ItemResult result = reply.getCompleteTasks().getResults(i);
          if (!result.hasRefusal() && !result.getParked()) {
            done(fleet, command.getCompleteTasks().getCompletions(i));
          }
        }
      }
      case COMMIT -> {
        String fleet = fleet(command.getCommit().getFleet());
        command.getCommit().getCompletionsList().forEach(one -> done(fleet, one));
      }
      case RESOLVE_COMPENSATION -> {
        if (command.getResolveCompensation().getResolution() == Resolution.RESOLUTION_DONE) {
          resolved.add(
              new Resolved(
                  fleet(command.getResolveCompensation().getFleet()),
                  reply.getResolveCompensation().getTaskId()));
        }
      }
      default -> {
        // Does and undoes nothing.
      }
    }
  }

  private void done(String fleet, Completion completion) {
    done.add(new Done(fleet, completion.getTaskId(), completion.getFence()));
  }

  private static String fleet(String given) {
    return given.isEmpty() ? "default" : given;
  }

  void check(State state) {
    for (String fleet : state.fleets()) {
      for (Saga saga : state.sagas(fleet).values()) {
        check(state, fleet(fleet), saga);
      }
    }
  }

  private void check(State state, String fleet, Saga saga) {
    boolean undone = false;
    boolean over = false;
    int open = 0;
    long lastFence = 0;
    for (SagaStep step : saga.getStepsList()) {
      undone |= isUndone(step);
      boolean mustBeUndone =
          step.getState() == SagaStepState.SAGA_STEP_STATE_COMPLETED && step.hasCompensation();
      require(!(undone && mustBeUndone), "undone before a later step was: %s", saga);
      switch (step.getState()) {
        case SAGA_STEP_STATE_RUNNING -> open += requireOpen(state, fleet, step.getTaskId());
        case SAGA_STEP_STATE_COMPENSATING, SAGA_STEP_STATE_HELD ->
            open += requireOpen(state, fleet, step.getCompensationTaskId());
        default -> {
          // Ended, or not begun.
        }
      }
      if (step.getFence() != 0) {
        require(!over && step.getFence() > lastFence, "not done in order: %s", saga);
        requireDone(fleet, step.getTaskId(), step.getFence(), saga);
        lastFence = step.getFence();
      } else {
        over = true;
      }
      if (step.getState() == SagaStepState.SAGA_STEP_STATE_COMPENSATED) {
        requireDone(fleet, step.getCompensationTaskId(), step.getCompensationFence(), saga);
      }
      boolean finished = saga.getOrder() != 0;
      require(
          !finished || !mustBeUndone || saga.getState() == SagaState.SAGA_STATE_COMPLETED,
          "ended with a step that is not undone: %s",
          saga);
    }
    require(open == (saga.getOrder() == 0 ? 1 : 0), "%d tasks are open: %s", open, saga);
  }

  private static boolean isUndone(SagaStep step) {
    return switch (step.getState()) {
      case SAGA_STEP_STATE_COMPENSATED, SAGA_STEP_STATE_COMPENSATING, SAGA_STEP_STATE_HELD -> true;
      default -> false;
    };
  }

  private static int requireOpen(State state, String fleet, String taskId) {
    Optional<Task> task = state.task(fleet, taskId);
    require(task.isPresent() && !TaskStore.isFinished(task.get()), "%s is lost: %s", taskId, task);
    return 1;
  }

  private void requireDone(String fleet, String taskId, long fence, Saga saga) {
    require(
        done.contains(new Done(fleet, taskId, fence))
            || resolved.contains(new Resolved(fleet, taskId)),
        "nobody completed %s under fence %d: %s",
        taskId,
        fence,
        saga);
  }
}
