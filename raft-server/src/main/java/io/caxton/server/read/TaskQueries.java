package io.caxton.server.read;

import io.caxton.state.State;
import io.caxton.v1.CountTasksResponse;
import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import io.caxton.v1.TaskFilter;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists and counts of tasks and queues. */
public final class TaskQueries {
  private TaskQueries() {}

  /** In the order of submission. */
  public static List<Task> list(State state, String fleet, TaskFilter filter) {
    List<Task> matching = new ArrayList<>();
    for (Task task : state.tasks(fleet).values()) {
      if (matches(task, filter)) {
        matching.add(task);
      }
    }
    // Tasks of one submit share its position; their ids tell them apart the same way on every node.
    matching.sort(
        Comparator.comparingLong(Task::getSubmittedPosition).thenComparing(Task::getId));
    return matching;
  }

  public static CountTasksResponse count(State state, String fleet, TaskFilter filter) {
    long[] counts = new long[TaskState.values().length];
    for (Task task : state.tasks(fleet).values()) {
      if (matches(task, filter)) {
        counts[task.getState().ordinal()]++;
      }
    }
    CountTasksResponse.Builder response = CountTasksResponse.newBuilder();
    long total = 0;
    for (TaskState taskState : TaskState.values()) {
      long count = counts[taskState.ordinal()];
      total += count;
      if (count > 0) {
        response.addByState(
            CountTasksResponse.StateCount.newBuilder().setState(taskState).setCount(count));
      }
    }
    return response.setCount(total).build();
  }

  /** Sorted by name. */
  public static List<Queue> queues(State state, String fleet) {
    return state.queues(fleet).values().stream()
        .sorted(Comparator.comparing(Queue::getName))
        .toList();
  }

  public static boolean hasEnded(Task task) {
    return switch (task.getState()) {
      case TASK_STATE_COMPLETED, TASK_STATE_FAILED, TASK_STATE_CANCELLED, TASK_STATE_DEAD -> true;
      case TASK_STATE_PENDING,
          TASK_STATE_RUNNING,
          TASK_STATE_COMPENSATING,
          TASK_STATE_UNSPECIFIED,
          UNRECOGNIZED ->
          false;
    };
  }

  private static boolean matches(Task task, TaskFilter filter) {
    return (filter.getQueue().isEmpty() || filter.getQueue().equals(task.getQueue()))
        && (filter.getStatesCount() == 0 || filter.getStatesList().contains(task.getState()))
        && (filter.getIdPrefix().isEmpty() || task.getId().startsWith(filter.getIdPrefix()))
        && (filter.getAgentId().isEmpty() || filter.getAgentId().equals(task.getAgentId()))
        && (filter.getLabelsCount() == 0 || task.getLabelsList().containsAll(filter.getLabelsList()));
  }
}
