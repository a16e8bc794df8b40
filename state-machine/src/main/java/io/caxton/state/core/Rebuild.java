package io.caxton.state.core;

import io.caxton.v1.Agent;
import io.caxton.v1.Queue;
import io.caxton.v1.StateHeader;
import io.caxton.v1.Task;
import java.util.Arrays;
import java.util.Comparator;

/** Builds everything derived from loaded tables, in an order that the stored rows alone decide. */
public final class Rebuild {
  private Rebuild() {}

  public static void all(Core core, StateHeader header) {
    core.progress().load(header);
    for (Fleet fleet : core.fleets().all()) {
      fleet(core, fleet);
    }
    core.sessions().rebuild();
    core.output().begin();
    core.feed().restart(core.progress().position());
  }

  private static void fleet(Core core, Fleet fleet) {
    for (Queue row : fleet.queues().rows().values()) {
      fleet.addQueue(row);
    }
    for (Agent agent : fleet.agents().rows().values()) {
      AgentEntry entry = fleet.agentEntry(agent.getId());
      if (agent.getLeaseUntilTick() != 0) {
        core.deadlines()
            .agentLeases()
            .set(entry, agent.getLeaseUntilTick(), agent.getRegisteredPosition());
      }
    }
    for (Task task : byOrder(fleet)) {
      if (task != null) {
        QueueState queue = fleet.queueStates().get(task.getQueue());
        if (queue == null) {
          throw new IllegalStateException("task of an unknown queue: " + task.getId());
        }
        core.tasks().index(queue, task);
      }
    }
    for (QueueState queue : fleet.queueStates().values()) {
      check(queue, fleet.queues().get(queue.name()));
    }
    fleet.settle();
    core.fleets().touch(fleet);
  }

  /** The orders are mostly dense, so a place for each number costs less than sorting. */
  private static Task[] byOrder(Fleet fleet) {
    long lowest = Long.MAX_VALUE;
    long highest = Long.MIN_VALUE;
    Task[] tasks = fleet.tasks().rows().values().toArray(new Task[0]);
    for (Task task : tasks) {
      lowest = Math.min(lowest, task.getOrder());
      highest = Math.max(highest, task.getOrder());
    }
    if (tasks.length < 2 || highest - lowest > 8L * tasks.length) {
      Arrays.sort(tasks, Comparator.comparingLong(Task::getOrder));
      return tasks;
    }
    Task[] placed = new Task[(int) (highest - lowest) + 1];
    for (Task task : tasks) {
      int place = (int) (task.getOrder() - lowest);
      if (placed[place] != null) {
        throw new IllegalStateException("two tasks have the order " + task.getOrder());
      }
      placed[place] = task;
    }
    return placed;
  }

  private static void check(QueueState queue, Queue stored) {
    if (queue.pendingTasks != stored.getPendingTasks()
        || queue.runningTasks != stored.getRunningTasks()
        || queue.retainedTasks() != stored.getRetainedTasks()) {
      throw new IllegalStateException(
          "the tasks of queue \"%s\" are not those it counted: %s".formatted(queue.name(), stored));
    }
  }
}
