package io.caxton.state.read;

import io.caxton.state.core.TaskGlance;
import io.caxton.state.table.LayeredRows;
import io.caxton.state.table.RowBytes;
import io.caxton.v1.Task;
import io.caxton.v1.TaskFilter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Goes through the tasks of a fleet that match a filter. Of those that are packed it makes messages
 * only where the filter asks for more than queue and state.
 */
final class TaskScan {
  private final Map<String, Task> messages;
  private final Iterable<RowBytes> packed;
  private final LayeredRows<Task> layered;
  private final TaskFilter filter;
  private final TaskGlance glance = new TaskGlance();

  private TaskScan(
      Map<String, Task> messages,
      Iterable<RowBytes> packed,
      LayeredRows<Task> layered,
      TaskFilter filter) {
    this.messages = messages;
    this.packed = packed;
    this.layered = layered;
    this.filter = filter;
  }

  @SuppressWarnings("unchecked") // Tasks are what the map has.
  static TaskScan of(Map<String, Task> tasks, TaskFilter filter) {
    if (tasks instanceof LayeredRows<?> rows) {
      LayeredRows<Task> layered = (LayeredRows<Task>) rows;
      return new TaskScan(layered.messages(), layered.packed(), layered, filter);
    }
    return new TaskScan(tasks, List.of(), null, filter);
  }

  void forEach(Consumer<Task> consumer) {
    for (Task task : messages.values()) {
      if (TaskReads.matches(task, filter)) {
        consumer.accept(task);
      }
    }
    for (RowBytes row : packed) {
      if (mayMatch(row)) {
        Task task = layered.parse(row);
        if (TaskReads.matches(task, filter)) {
          consumer.accept(task);
        }
      }
    }
  }

  /** Gives the number of each one's state. */
  void forEachState(IntConsumer consumer) {
    boolean glanceTells =
        filter.getAgentId().isEmpty()
            && filter.getIdPrefix().isEmpty()
            && filter.getLabelsCount() == 0;
    if (!glanceTells) {
      forEach(task -> consumer.accept(task.getStateValue()));
      return;
    }
    for (Task task : messages.values()) {
      if (TaskReads.matches(task, filter)) {
        consumer.accept(task.getStateValue());
      }
    }
    for (RowBytes row : packed) {
      if (mayMatch(row)) {
        consumer.accept(glance.stateNumber());
      }
    }
  }

  /** Of those of the filter's queue and states; Long.MAX_VALUE if there is none. */
  long oldestSubmittedWallMillis() {
    long oldest = Long.MAX_VALUE;
    for (Task task : messages.values()) {
      if (TaskReads.matches(task, filter)) {
        oldest = Math.min(oldest, task.getSubmittedWallMillis());
      }
    }
    for (RowBytes row : packed) {
      if (mayMatch(row)) {
        oldest = Math.min(oldest, glance.submittedWallMillis());
      }
    }
    return oldest;
  }

  private boolean mayMatch(RowBytes row) {
    glance.at(row.array(), row.from(), row.length());
    return (filter.getQueue().isEmpty() || filter.getQueue().equals(glance.queue()))
        && (filter.getStatesCount() == 0
            || filter.getStatesValueList().contains(glance.stateNumber()));
  }
}
