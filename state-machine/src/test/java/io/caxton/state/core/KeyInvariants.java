package io.caxton.state.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must hold of ordering keys, told by the stored tasks alone. */
final class KeyInvariants {
  private record Key(String queue, String key) {}

  private final Map<Key, List<Task>> unfinished = new java.util.HashMap<>();

  void add(Task task) {
    if (!task.getOrderingKey().isEmpty() && !TaskStore.isFinished(task)) {
      unfinished
          .computeIfAbsent(
              new Key(task.getQueue(), task.getOrderingKey()), key -> new ArrayList<>())
          .add(task);
    }
  }

  /** At most one of a key runs; if none does, the first may be granted, and no other. */
  void check(QueueState queue) {
    TreeMap<Long, String> blocked = new TreeMap<>();
    unfinished.forEach(
        (key, tasks) -> {
          if (!key.queue().equals(queue.name())) {
            return;
          }
          tasks.sort(
              Comparator.comparingLong(Task::getSubmittedPosition)
                  .thenComparingInt(Task::getSubmittedIndex));
          long running = tasks.stream().filter(KeyInvariants::runs).count();
          assertThat(running).as("running of %s", key).isLessThanOrEqualTo(1);
          for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            if (TaskIndex.isReady(task) && (running > 0 || i > 0)) {
              blocked.put(task.getOrder(), task.getId());
            }
          }
        });
    assertThat(queue.lanes.blockedTasks())
        .as("blocked of %s", queue.name())
        .isEqualTo(blocked.size());
    if (!blocked.isEmpty()) {
      assertThat(queue.lanes.firstBlocked().getId()).isEqualTo(blocked.firstEntry().getValue());
    }
  }

  private static boolean runs(Task task) {
    return task.getState() == TaskState.TASK_STATE_RUNNING;
  }
}
