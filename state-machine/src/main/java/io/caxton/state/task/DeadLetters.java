package io.caxton.state.task;

import io.caxton.state.Refusals;
import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Fleets;
import io.caxton.state.core.Labels;
import io.caxton.state.core.QueueState;
import io.caxton.state.core.TaskStore;
import io.caxton.v1.DeadFilter;
import io.caxton.v1.DeadResult;
import io.caxton.v1.DeadSelection;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Refusal;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Finds the dead letters that a command is about, and does one thing to each. */
final class DeadLetters {
  private static final int TASKS_MAX = 1_000;

  /** So many are looked at by one command, whether they meet the filter or not. */
  private static final int LOOKED_AT_MAX = 10_000;

  /** {@code nextOrder} is 0 if all were looked at. */
  record Done(List<DeadResult> results, long nextOrder) {}

  private final Core core;

  DeadLetters(Core core) {
    this.core = core;
  }

  Done forEach(
      String fleetGiven, DeadSelection selection, BiFunction<QueueState, Task, DeadResult> one) {
    Fleet fleet = core.fleets().get(fleetGiven);
    return selection.hasFilter()
        ? byFilter(fleetGiven, selection.getFilter(), one)
        : byIds(fleet, fleetGiven, selection, one);
  }

  private static Done byIds(
      Fleet fleet,
      String fleetGiven,
      DeadSelection selection,
      BiFunction<QueueState, Task, DeadResult> one) {
    List<DeadResult> results = new ArrayList<>();
    for (String id : selection.getTaskIdsList()) {
      Task task = fleet == null ? null : fleet.tasks().get(id);
      if (task == null) {
        results.add(refused(id, Refusals.notFound("task", Fleets.nameOf(fleetGiven), id)));
      } else if (TaskStore.isDeadLetter(task)) {
        results.add(one.apply(fleet.queueStates().get(task.getQueue()), task));
      } else {
        results.add(refused(id, notDead(task)));
      }
    }
    return new Done(results, 0);
  }

  private Done byFilter(
      String fleetGiven, DeadFilter filter, BiFunction<QueueState, Task, DeadResult> one) {
    QueueState queue = QueueLookup.find(core, fleetGiven, filter.getQueue());
    if (queue == null) {
      return new Done(List.of(), 0);
    }
    int max = filter.getTasksMax() == 0 ? TASKS_MAX : filter.getTasksMax();
    // Chosen first: doing it takes them out of what is gone through.
    List<Task> chosen = new ArrayList<>();
    int lookedAt = 0;
    long last = 0;
    long next = 0;
    for (Task task : queue.deadAfter(filter.getAfterOrder()).values()) {
      if (chosen.size() == max || lookedAt == LOOKED_AT_MAX) {
        next = last;
        break;
      }
      lookedAt++;
      last = task.getOrder();
      if (meets(task, filter)) {
        chosen.add(task);
      }
    }
    List<DeadResult> results = new ArrayList<>(chosen.size());
    for (Task task : chosen) {
      // What ends may push out the oldest of those that are kept, and so one that was chosen.
      if (queue.hasDeadLetter(task)) {
        results.add(one.apply(queue, task));
      }
    }
    return new Done(results, next);
  }

  private static boolean meets(Task task, DeadFilter filter) {
    int failures = task.getFailuresCount();
    return task.getId().startsWith(filter.getIdPrefix())
        && Labels.match(task.getLabelsList(), filter.getLabelsList())
        && (filter.getCause().isEmpty()
            || (failures > 0
                && task.getFailures(failures - 1).getCause().equals(filter.getCause())));
  }

  static DeadResult refused(String taskId, Refusal refusal) {
    return DeadResult.newBuilder().setTaskId(taskId).setRefusal(refusal).build();
  }

  private static Refusal notDead(Task task) {
    return Refusals.of(
        ErrorReason.TASK_NOT_DEAD,
        "task \"" + task.getId() + "\" is no dead letter: " + task.getState(),
        "redriven_to",
        task.getRedrivenTo(),
        "state",
        task.getState().name());
  }
}
