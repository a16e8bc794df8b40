package io.caxton.state.core;

import com.google.protobuf.InvalidProtocolBufferException;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The tasks of a fleet while it is loaded: a start waits for a million of them. Those that only
 * wait for a claim stay bytes; the others become messages.
 */
public final class TaskLoad {
  private final Fleet fleet;
  private final UnaryOperator<String> names;
  private final TaskGlance glance = new TaskGlance();
  private final Map<String, ReadyLoad[]> ready = new HashMap<>();
  private final List<Task> others = new ArrayList<>();
  private ReadyLoad[] lastQueue = {};
  private String lastName = "";

  /**
   * @param names gives one string for equal ones
   */
  public TaskLoad(Fleet fleet, UnaryOperator<String> names) {
    this.fleet = fleet;
    this.names = names;
  }

  /** Copies the id and the row out of the arrays. */
  public void add(byte[] ids, int idFrom, int idTo, byte[] rows, int rowFrom, int rowTo)
      throws InvalidProtocolBufferException {
    glance.at(rows, rowFrom, rowTo - rowFrom);
    if (glance.isPlainReady()) {
      queue(glance.queue())[glance.priority()].add(
          glance.order(), fleet.tasks().loadPacked(ids, idFrom, idTo, rows, rowFrom, rowTo));
      return;
    }
    Task.Builder task = Task.newBuilder().mergeFrom(rows, rowFrom, rowTo - rowFrom);
    task.setQueue(names.apply(task.getQueue()));
    if (!task.getAgentId().isEmpty()) {
      task.setAgentId(names.apply(task.getAgentId()));
    }
    others.add(task.build());
  }

  private ReadyLoad[] queue(String name) {
    if (!lastName.equals(name)) {
      lastName = name;
      lastQueue = ready.computeIfAbsent(name, unseen -> newQueue());
    }
    return lastQueue;
  }

  private static ReadyLoad[] newQueue() {
    ReadyLoad[] queue = new ReadyLoad[ReadyTasks.PRIORITIES];
    for (int i = 0; i < queue.length; i++) {
      queue[i] = new ReadyLoad();
    }
    return queue;
  }

  /** Fills the tables and indexes; the fleet's queues are there. */
  void into(TaskIndex index) {
    int before = fleet.tasks().size();
    for (Task task : others) {
      fleet.tasks().load(task.getId(), task);
    }
    if (fleet.tasks().size() != before + others.size()) {
      throw new IllegalStateException("a task was loaded twice");
    }
    others.sort(Comparator.comparingLong(Task::getOrder));
    for (Task task : others) {
      QueueState queue = known(task.getQueue());
      if (TaskIndex.isPlainReady(task)) {
        queue(task.getQueue())[task.getPriority()].add(task);
        queue.undoingTasks += TaskPhase.isCompensating(task) ? 1 : 0;
        index.addDeadlines(queue.fleet(), task);
      } else {
        index.add(queue, task);
      }
    }
    ready.forEach((name, byPriority) -> known(name).loadReady(byPriority));
  }

  private QueueState known(String name) {
    QueueState queue = fleet.queueStates().get(name);
    if (queue == null) {
      throw new IllegalStateException("tasks of an unknown queue: " + name);
    }
    return queue;
  }
}
