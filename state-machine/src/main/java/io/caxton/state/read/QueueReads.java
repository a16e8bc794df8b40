package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.v1.Queue;
import io.caxton.v1.QueueStats;
import io.caxton.v1.TaskFilter;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists of queues, and what is in them. */
public final class QueueReads {
  private QueueReads() {}

  /** All queues of the fleet, sorted by name. */
  public static List<Queue> list(State state, String fleet) {
    List<Queue> queues = new ArrayList<>(state.queues(fleet).values());
    queues.sort(Comparator.comparing(Queue::getName));
    return queues;
  }

  /** What is in the queue, with its oldest age; goes through all tasks of the fleet. */
  public static QueueStats stats(State state, String fleet, Queue queue) {
    TaskFilter filter = TaskFilter.newBuilder().setQueue(queue.getName()).build();
    long oldest =
        TaskScan.of(
                state.tasks(fleet),
                filter.toBuilder().addStates(TaskState.TASK_STATE_PENDING).build())
            .oldestSubmittedWallMillis();
    return QueueStats.newBuilder()
        .setQueue(queue)
        .addAllByState(TaskReads.count(state, fleet, filter))
        .setOldestPendingAgeMillis(
            oldest == Long.MAX_VALUE ? 0 : Math.max(0, state.wallMillis() - oldest))
        .build();
  }
}
