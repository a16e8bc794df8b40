package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.state.core.Labels;
import io.caxton.v1.CountTasksResponse.StateCount;
import io.caxton.v1.Task;
import io.caxton.v1.TaskFilter;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists and counts of tasks. Each goes through all tasks of the fleet. */
public final class TaskReads {
  private static final Comparator<Task> BY_SUBMISSION =
      Comparator.comparingLong(Task::getSubmittedPosition)
          .thenComparingInt(Task::getSubmittedIndex);

  private TaskReads() {}

  /** The matching tasks as they are stored, in the order of submission. */
  public static List<Task> list(State state, String fleet, TaskFilter filter) {
    List<Task> tasks = new ArrayList<>();
    TaskScan.of(state.tasks(fleet), filter).forEach(tasks::add);
    tasks.sort(BY_SUBMISSION);
    return tasks;
  }

  /** How many match, by state in the order of the states' numbers, zeros left out. */
  public static List<StateCount> count(State frozen, String fleet, TaskFilter filter) {
    long[] counts = new long[TaskState.values().length];
    TaskScan.of(frozen.tasks(fleet), filter).forEachState(state -> counts[state]++);
    List<StateCount> byState = new ArrayList<>();
    for (TaskState taskState : TaskState.values()) {
      if (taskState != TaskState.UNRECOGNIZED && counts[taskState.getNumber()] > 0) {
        byState.add(
            StateCount.newBuilder()
                .setState(taskState)
                .setCount(counts[taskState.getNumber()])
                .build());
      }
    }
    return byState;
  }

  /** True if the task meets all given conditions. */
  public static boolean matches(Task task, TaskFilter filter) {
    return (filter.getQueue().isEmpty() || filter.getQueue().equals(task.getQueue()))
        && (filter.getStatesCount() == 0 || filter.getStatesList().contains(task.getState()))
        && (filter.getAgentId().isEmpty() || filter.getAgentId().equals(task.getAgentId()))
        && (filter.getIdPrefix().isEmpty() || task.getId().startsWith(filter.getIdPrefix()))
        && Labels.match(task.getLabelsList(), filter.getLabelsList());
  }
}
