package io.caxton.state.core;

import io.caxton.state.time.Timer;
import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * One queue: its policy, its totals, and its tasks in order. As a timer it is due when its oldest
 * ended task is to be forgotten.
 *
 * <p>The totals change with every command, so the stored Queue message is made only at a freeze.
 */
public final class QueueState extends Timer {
  private final Fleet fleet;
  private final String name;
  private QueuePolicy policy;
  // Null without a rate.
  private TokenBucket bucket;
  private final QueueGate gate = new QueueGate(this);

  final QueueTotals totals;
  final ReadyTasks ready;
  final KeyLanes lanes;
  // Pending tasks that wait for their time, by order.
  final TreeMap<Long, TaskTimer> delayed = new TreeMap<>();
  final EndedTasks ended = new EndedTasks();

  long pendingTasks;
  long runningTasks;
  // Of the pending ones: compensations, and those of them that wait to be resolved.
  long undoingTasks;
  long heldTasks;
  // The last command that told that this queue is ready: once a command is enough.
  long readyToldPosition;
  private boolean touched;

  QueueState(Fleet fleet, Queue stored) {
    this.fleet = fleet;
    this.name = stored.getName();
    policy = new QueuePolicy(stored);
    bucket = TokenBucket.stored(stored);
    totals = new QueueTotals(stored);
    ready = new ReadyTasks(fleet.tasks()::at);
    lanes = new KeyLanes(ready);
    touch();
  }

  public Fleet fleet() {
    return fleet;
  }

  public String name() {
    return name;
  }

  public QueuePolicy policy() {
    return policy;
  }

  /** Takes the defaults and the revision of it; not its totals, nor how it is steered. */
  void put(Queue defaults, long tick) {
    setPolicy(policy.withDefaults(defaults), tick);
  }

  void steer(boolean paused, boolean draining, long revision, long tick) {
    Queue.Builder row = policy.toQueue();
    setPolicy(
        new QueuePolicy(row.setPaused(paused).setDraining(draining).setRevision(revision).build()),
        tick);
  }

  private void setPolicy(QueuePolicy changed, long tick) {
    policy = changed;
    bucket = policy.bucket(bucket, tick);
    touch();
  }

  public long pendingTasks() {
    return pendingTasks;
  }

  /** Pending tasks that must complete. */
  public long undoingTasks() {
    return undoingTasks;
  }

  public long unfinishedTasks() {
    return pendingTasks + runningTasks;
  }

  /** Ended ones that are no dead letters. */
  public int retainedTasks() {
    return ended.finished();
  }

  public int deadTasks() {
    return ended.dead();
  }

  /** Whether its policy lets it grant a task now, if it has one. */
  public boolean isOpen(long tick) {
    return !policy.isPaused()
        && runningTasks < policy.runningMax()
        && (bucket == null || bucket.hasOne(tick));
  }

  /** Whether there is a ready task that asks for this capability; "" for one that asks for none. */
  public boolean hasReady(String capability) {
    return ready.has(capability);
  }

  /** Whether what an agent can do matters to what it is granted. */
  public boolean asksForCapabilities() {
    return ready.hasSpecial();
  }

  /** What an agent of these capabilities is granted next, or null. */
  public Task firstReady(Set<String> capabilities) {
    return ready.first(capabilities);
  }

  /** The pending task that is purged next; there must be one. */
  public Task firstPending() {
    if (!ready.isEmpty()) {
      return ready.any();
    }
    return lanes.blockedTasks() > 0
        ? lanes.firstBlocked()
        : fleet.tasks().get(delayed.firstEntry().getValue().taskId());
  }

  /** A task was granted. */
  public void spendRate(long tick) {
    if (bucket != null) {
      bucket.spend(tick);
    }
  }

  /** The gate is due: what waits for the rate is granted from now on. */
  void refill(long tick) {
    bucket.refill(tick);
    touch();
  }

  /** When the rate alone allows the next grant; 0 if it is not the rate that it waits for. */
  long waitsForRateUntil() {
    return bucket != null
            && bucket.isEmpty()
            && !ready.isEmpty()
            && !policy.isPaused()
            && runningTasks < policy.runningMax()
        ? bucket.nextTick()
        : 0;
  }

  QueueGate gate() {
    return gate;
  }

  /** All plain ready tasks of a loaded state, by priority. */
  void loadReady(ReadyLoad[] byPriority) {
    for (int priority = 0; priority < ReadyTasks.PRIORITIES; priority++) {
      int tasks = byPriority[priority].size();
      if (tasks > 0) {
        ready.load(priority, byPriority[priority]);
        pendingTasks += tasks;
      }
    }
    touch();
  }

  /** Those that died after the one of this order, the oldest death first. */
  public NavigableMap<Long, Task> deadAfter(long order) {
    return ended.deadAfter(order);
  }

  public boolean hasDeadLetter(Task task) {
    return ended.hasDead(task.getOrder());
  }

  /** The ended task that is forgotten next, or null. */
  public Task oldestEnded() {
    return ended.oldest(policy);
  }

  /** The tick from which {@link #oldestEnded} is forgotten; 0 if there are too many of its kind. */
  long forgottenAt(Task oldest) {
    return ended.forgottenAt(oldest, policy);
  }

  public void touch() {
    if (!touched) {
      touched = true;
      fleet.touchedQueues().add(this);
    }
  }

  /** The queue as it is now, to be stored. */
  public Queue toQueue() {
    Queue.Builder queue = policy.toQueue();
    totals.into(queue);
    if (bucket != null) {
      bucket.into(queue);
    }
    long readyTasks = pendingTasks - heldTasks - delayed.size() - lanes.blockedTasks();
    return queue
        .setPendingTasks(pendingTasks)
        .setRunningTasks(runningTasks)
        .setRetainedTasks(retainedTasks())
        .setHeldTasks(heldTasks)
        .setDeadTasks(ended.dead())
        .setReadyTasks(readyTasks)
        .setDelayedTasks(delayed.size())
        .setBlockedTasks(lanes.blockedTasks())
        .build();
  }

  void settle() {
    touched = false;
  }

  void freeze() {
    settle();
    fleet.queues().put(name, toQueue());
  }
}
