package io.caxton.state.core;

import io.caxton.v1.Compensation;
import io.caxton.v1.NewTask;
import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.Set;

/** Submits what the end of another task asks for, whatever the bounds of queues. */
public final class CompensationStore {
  private static final String UNDO = "/undo";

  private final Core core;
  private Set<String> reserved = Set.of();

  CompensationStore(Core core) {
    this.core = core;
  }

  /**
   * The ended task as it is stored: it names its compensation if it needs one. What is undone can
   * no longer be completed by a late result.
   */
  Task seal(Fleet fleet, Task ended) {
    if (!ended.hasCompensation()) {
      return ended.getSagaId().isEmpty() || ended.getParkedCount() == 0
          ? ended
          : ended.toBuilder().clearParked().build();
    }
    if (ended.getState() == TaskState.TASK_STATE_COMPLETED) {
      return ended.toBuilder().clearCompensation().build();
    }
    if (ended.getAttempt() > 0) {
      return ended.toBuilder()
          .clearCompensation()
          .clearParked()
          .setCompensationTaskId(freeId(fleet, ended.getId() + UNDO))
          .build();
    }
    // Never granted, so nothing can have been done. A dead letter keeps it: it may be redriven.
    return ended.getState() == TaskState.TASK_STATE_DEAD
        ? ended
        : ended.toBuilder().clearCompensation().build();
  }

  /** Submits the compensation that the stored task names. */
  void follow(Fleet fleet, Task ended, Task stored) {
    if (ended.hasCompensation() && !stored.getCompensationTaskId().isEmpty()) {
      QueueState queue = queue(fleet, ended.getCompensation(), ended.getQueue());
      insert(
          queue,
          TaskMaker.of(core.progress(), queue.name(), ended.getCompensation(), stored.getId())
              .setId(stored.getCompensationTaskId()));
    }
  }

  /** The step of this number, from 1; gives its task's id. */
  String submitStep(Fleet fleet, String sagaId, int number, NewTask task) {
    QueueState queue = queue(fleet, task.getQueue());
    String id = freeId(fleet, sagaId + '/' + number);
    insert(
        queue,
        TaskMaker.of(core.progress(), queue.name(), task)
            .setId(id)
            .setSagaId(sagaId)
            .setSagaStep(number));
    return id;
  }

  /** What undoes the step, whose task was {@code undone} of the queue; gives its task's id. */
  String submitUndo(
      Fleet fleet, String sagaId, int number, Compensation task, String undone, String queueName) {
    QueueState queue = queue(fleet, task, queueName);
    String id = freeId(fleet, sagaId + '/' + number + UNDO);
    insert(
        queue,
        TaskMaker.of(core.progress(), queue.name(), task, undone)
            .setId(id)
            .setSagaId(sagaId)
            .setSagaStep(number));
    return id;
  }

  /**
   * Ids that the rest of the same command will use, so that nothing that follows takes one; empty
   * again before the command ends.
   */
  public void reserve(Set<String> ids) {
    reserved = ids;
  }

  private void insert(QueueState queue, Task.Builder task) {
    core.fleets().touch(queue.fleet());
    if (!core.tasks().insert(queue, task.build())) {
      throw new IllegalStateException("the id was free: " + task.getId());
    }
  }

  /** A caller may have taken the very id. */
  private String freeId(Fleet fleet, String wanted) {
    String id = wanted;
    while (fleet.tasks().contains(id) || reserved.contains(id)) {
      id += "x";
    }
    return id;
  }

  private QueueState queue(Fleet fleet, Compensation task, String otherwise) {
    return queue(fleet, task.getQueue().isEmpty() ? otherwise : task.getQueue());
  }

  private QueueState queue(Fleet fleet, String given) {
    String name = QueueDefaults.nameOf(given);
    QueueState queue = fleet.queueStates().get(name);
    return queue != null
        ? queue
        : fleet.addQueue(
            Queue.newBuilder().setName(name).setRevision(core.progress().position()).build());
  }
}
