package io.caxton.state.core;

import io.caxton.state.time.Timer;
import io.caxton.v1.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is derived for one agent: its lease's end, and the tasks that run at it. */
public final class AgentEntry extends Timer {
  private final Fleet fleet;
  private final String id;
  private final Map<String, TaskTimer> running = new HashMap<>(4);
  private boolean touched;

  AgentEntry(Fleet fleet, String id) {
    this.fleet = fleet;
    this.id = id;
  }

  public Fleet fleet() {
    return fleet;
  }

  public String id() {
    return id;
  }

  public int runningTasks() {
    return running.size();
  }

  /** The tasks that run at it in the order in which they became ready. */
  public List<Task> running() {
    List<Task> tasks = new ArrayList<>(running.size());
    for (String taskId : running.keySet()) {
      tasks.add(fleet.tasks().get(taskId));
    }
    tasks.sort(Comparator.comparingLong(Task::getOrder));
    return tasks;
  }

  void add(TaskTimer timer) {
    touch();
    if (running.put(timer.taskId(), timer) != null) {
      throw new IllegalStateException("task runs twice: " + timer.taskId());
    }
  }

  TaskTimer get(String taskId) {
    return running.get(taskId);
  }

  TaskTimer remove(String taskId) {
    touch();
    return running.remove(taskId);
  }

  private void touch() {
    if (!touched) {
      touched = true;
      fleet.touchedAgents().add(this);
    }
  }

  void freeze(Map<String, Integer> runningCounts) {
    touched = false;
    if (running.isEmpty()) {
      runningCounts.remove(id);
    } else {
      runningCounts.put(id, running.size());
    }
  }
}
