package io.caxton.client.demo;

import io.caxton.client.Tasks;
import io.caxton.v1.Change;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges the changes of tasks and sagas in the order in which they happened. Knows nothing but
 * them.
 */
final class WorkChecker {
  private record Key(String queue, String key) {}

  private final WorkFindings findings;
  private final Map<String, TaskTrace> tasks = new HashMap<>();
  private final Map<Key, KeyTrace> keys = new HashMap<>();
  private final Map<String, SagaTrace> sagas = new HashMap<>();
  private int compensations;

  WorkChecker(WorkFindings findings) {
    this.findings = findings;
  }

  void see(Change change) {
    boolean put = change.getKind() == Change.Kind.KIND_PUT;
    if (change.hasSaga() && put) {
      sagaToSee(change.getSaga().getId()).put(change.getSaga());
    } else if (change.hasTask()) {
      Task task = change.getTask();
      TaskTrace trace = tasks.computeIfAbsent(task.getId(), id -> new TaskTrace(id, findings));
      if (put) {
        trace.put(change);
        put(task);
      } else {
        trace.removed();
      }
    }
  }

  private void put(Task task) {
    if (!task.getOrderingKey().isEmpty()) {
      KeyTrace key =
          keys.computeIfAbsent(
              new Key(task.getQueue(), task.getOrderingKey()), any -> new KeyTrace(findings));
      if (TaskTrace.granted(task)) {
        key.granted(task);
      } else if (Tasks.ended(task)) {
        key.ended(task);
      }
    }
    if (!task.getSagaId().isEmpty()) {
      sagaToSee(task.getSagaId()).put(task);
    }
    if (!task.getCompensatesTaskId().isEmpty()
        && task.getState() == TaskState.TASK_STATE_COMPLETED) {
      compensations++;
    }
  }

  private SagaTrace sagaToSee(String id) {
    return sagas.computeIfAbsent(id, any -> new SagaTrace(any, findings));
  }

  Optional<TaskTrace> task(String id) {
    return Optional.ofNullable(tasks.get(id));
  }

  Optional<SagaTrace> saga(String id) {
    return Optional.ofNullable(sagas.get(id));
  }

  List<String> taskIds() {
    return List.copyOf(tasks.keySet());
  }

  /** How many tasks ended so. */
  long ended(TaskState state) {
    return tasks.values().stream().filter(task -> task.end().equals(Optional.of(state))).count();
  }

  /** Attempts of all tasks together. */
  int grants() {
    return tasks.values().stream().mapToInt(TaskTrace::grants).sum();
  }

  /** Completed ones. */
  int compensations() {
    return compensations;
  }

  /** Nothing changes any more. */
  void judgeSagas() {
    sagas.values().forEach(SagaTrace::judge);
  }
}
