package io.caxton.state.core;

import io.caxton.state.time.Timer;
import io.caxton.v1.Queue;
import io.caxton.v1.RetryPolicy;
import io.caxton.v1.Task;
import java.util.ArrayDeque;

/**
 * One queue: its defaults, its totals, and its ready and finished tasks in order. As a timer it is
 * due when its oldest finished task is to be forgotten.
 *
 * <p>The totals change with every command, so the stored Queue message is made only at a freeze.
 */
public final class QueueState extends Timer {
  static final int PRIORITIES = 10;

  private final Fleet fleet;
  private final String name;
  private Queue defaults;

  private final ReadyFifo[] ready = new ReadyFifo[PRIORITIES];
  // Bit p is set if ready[p] holds something.
  private int readyPriorities;
  private final ArrayDeque<Task> finished = new ArrayDeque<>();

  long submittedTotal;
  long grantedTotal;
  long completedTotal;
  long cancelledTotal;
  long deadTotal;
  long retriedTotal;
  long pendingTasks;
  long runningTasks;
  // The last command that told that this queue is ready: once a command is enough.
  long readyToldPosition;
  // Compensations that wait to be resolved; among the pending ones.
  long heldTasks;
  private boolean touched;

  QueueState(Fleet fleet, Queue stored) {
    this.fleet = fleet;
    this.name = stored.getName();
    setDefaults(stored);
    submittedTotal = stored.getSubmittedTotal();
    grantedTotal = stored.getGrantedTotal();
    completedTotal = stored.getCompletedTotal();
    cancelledTotal = stored.getCancelledTotal();
    deadTotal = stored.getDeadTotal();
    retriedTotal = stored.getRetriedTotal();
  }

  public Fleet fleet() {
    return fleet;
  }

  public String name() {
    return name;
  }

  /** Takes retry, lease, retention, bound and revision of it; not its totals. */
  public void setDefaults(Queue queue) {
    defaults = queue;
    touch();
  }

  public RetryPolicy retry() {
    return defaults.getRetry();
  }

  public int leaseMillis() {
    return orBuiltIn(defaults.getLeaseMillis(), QueueDefaults.LEASE_MILLIS);
  }

  public long retentionMillis() {
    long millis = defaults.getRetentionMillis();
    return millis == 0 ? QueueDefaults.RETENTION_MILLIS : millis;
  }

  public int retentionTasks() {
    return orBuiltIn(defaults.getRetentionTasks(), QueueDefaults.RETENTION_TASKS);
  }

  public int tasksMax() {
    return orBuiltIn(defaults.getTasksMax(), QueueDefaults.TASKS_MAX);
  }

  private static int orBuiltIn(int given, int builtIn) {
    return given == 0 ? builtIn : given;
  }

  public long unfinishedTasks() {
    return pendingTasks + runningTasks;
  }

  public int retainedTasks() {
    return finished.size();
  }

  public boolean hasReady() {
    return readyPriorities != 0;
  }

  /** The task to grant next: highest priority, then lowest order. There must be one. */
  public Task firstReady() {
    return ready[31 - Integer.numberOfLeadingZeros(readyPriorities)].first();
  }

  void addReady(Task task) {
    ready(task.getPriority()).add(task);
    readyPriorities |= 1 << task.getPriority();
  }

  /** As {@link #addReady}, for a packed row. */
  void addReady(int priority, long order, long place) {
    ready(priority).add(order, place);
    readyPriorities |= 1 << priority;
  }

  private ReadyFifo ready(int priority) {
    if (ready[priority] == null) {
      ready[priority] = new ReadyFifo(fleet.tasks()::at);
    }
    return ready[priority];
  }

  /** How many ready tasks would be granted before a new one of this priority, at least. */
  int readyBefore(int priority) {
    return ready[priority] == null ? 0 : ready[priority].tasks();
  }

  /** All ready tasks of a loaded state, by priority. */
  void loadReady(ReadyLoad[] byPriority) {
    for (int priority = 0; priority < PRIORITIES; priority++) {
      int tasks = byPriority[priority].size();
      if (tasks > 0) {
        byPriority[priority].into(ready(priority));
        readyPriorities |= 1 << priority;
        pendingTasks += tasks;
      }
    }
    touch();
  }

  void removeReady(Task task) {
    int priority = task.getPriority();
    ready[priority].remove(task);
    if (ready[priority].isEmpty()) {
      readyPriorities &= ~(1 << priority);
    }
  }

  int readyTasks() {
    int tasks = 0;
    for (ReadyFifo fifo : ready) {
      tasks += fifo == null ? 0 : fifo.tasks();
    }
    return tasks;
  }

  /** The finished task that is forgotten next, or null. */
  public Task oldestFinished() {
    return finished.peekFirst();
  }

  void addFinished(Task task) {
    finished.addLast(task);
  }

  void removeOldestFinished() {
    finished.removeFirst();
  }

  public void touch() {
    if (!touched) {
      touched = true;
      fleet.touchedQueues().add(this);
    }
  }

  /** The queue as it is now, to be stored. */
  public Queue toQueue() {
    Queue.Builder queue =
        Queue.newBuilder()
            .setName(name)
            .setLeaseMillis(defaults.getLeaseMillis())
            .setRetentionMillis(defaults.getRetentionMillis())
            .setRetentionTasks(defaults.getRetentionTasks())
            .setTasksMax(defaults.getTasksMax())
            .setSubmittedTotal(submittedTotal)
            .setGrantedTotal(grantedTotal)
            .setCompletedTotal(completedTotal)
            .setCancelledTotal(cancelledTotal)
            .setDeadTotal(deadTotal)
            .setRetriedTotal(retriedTotal)
            .setPendingTasks(pendingTasks)
            .setRunningTasks(runningTasks)
            .setRetainedTasks(retainedTasks())
            .setHeldTasks(heldTasks)
            .setRevision(defaults.getRevision());
    if (defaults.hasRetry()) {
      queue.setRetry(defaults.getRetry());
    }
    return queue.build();
  }

  void settle() {
    touched = false;
  }

  void freeze() {
    settle();
    fleet.queues().put(name, toQueue());
  }
}
