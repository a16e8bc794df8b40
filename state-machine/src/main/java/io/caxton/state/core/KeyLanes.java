package io.caxton.state.core;

import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tasks of one queue that have an ordering key. Of each key at most one is among the ready
 * ones; what is behind it is blocked and costs nobody a look. Which one it is depends on the stored
 * tasks alone.
 */
final class KeyLanes {
  private final Map<String, KeyLane> lanes = new HashMap<>();
  // Those that would be ready but for their key, by order.
  private final TreeMap<Long, Task> blocked = new TreeMap<>();
  private final ReadyTasks ready;

  KeyLanes(ReadyTasks ready) {
    this.ready = ready;
  }

  int blockedTasks() {
    return blocked.size();
  }

  /** There must be one. */
  Task firstBlocked() {
    return blocked.firstEntry().getValue();
  }

  /** Pending or running; then {@link #settle}. */
  void add(Task task) {
    KeyLane lane = lanes.computeIfAbsent(task.getOrderingKey(), key -> new KeyLane());
    if (task.getState() == TaskState.TASK_STATE_RUNNING) {
      lane.run(task);
      return;
    }
    lane.add(task);
    if (task.getNotBeforeTick() == 0) {
      blocked.put(task.getOrder(), task);
    }
  }

  /** The same task as was added; then {@link #settle}. */
  void remove(Task task) {
    KeyLane lane = lanes.get(task.getOrderingKey());
    if (task.getState() == TaskState.TASK_STATE_RUNNING) {
      lane.stop();
      return;
    }
    lane.remove(task);
    if (isOpen(lane, task)) {
      lane.open = null;
      ready.removeSpecial(task);
    } else if (task.getNotBeforeTick() == 0 && blocked.remove(task.getOrder()) == null) {
      throw new IllegalStateException("task is not blocked: " + task.getId());
    }
  }

  private static boolean isOpen(KeyLane lane, Task task) {
    return order(lane.open) == task.getOrder();
  }

  /** Opens the key's next task, if it may be granted; returns it if it was not open before. */
  Task settle(String key) {
    KeyLane lane = lanes.get(key);
    if (lane == null) {
      return null;
    }
    if (lane.isEmpty()) {
      lanes.remove(key);
      return null;
    }
    Task next = lane.next();
    if (order(next) == order(lane.open)) {
      return null;
    }
    if (lane.open != null) {
      ready.removeSpecial(lane.open);
      blocked.put(lane.open.getOrder(), lane.open);
    }
    if (next != null) {
      blocked.remove(next.getOrder());
      ready.addSpecial(next);
    }
    lane.open = next;
    return next;
  }

  private static long order(Task task) {
    return task == null ? 0 : task.getOrder();
  }
}
