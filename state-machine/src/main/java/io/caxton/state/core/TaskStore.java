package io.caxton.state.core;

import io.caxton.state.Effect;
import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;

/** The one way to change tasks: keeps table, indexes, counts and feed together. */
public final class TaskStore {
  /** A queue has so many, however many queues there are, so that claims mostly find messages. */
  private static final int OF_ONE_QUEUE_MIN = 16;

  private final Core core;
  private final TaskIndex index;
  private final int readyMessagesMax;

  TaskStore(Core core) {
    this.core = core;
    this.readyMessagesMax = core.limits().readyMessagesMax();
    this.index = new TaskIndex(core);
  }

  TaskIndex index() {
    return index;
  }

  /** False, and nothing is changed, if its id is taken. */
  public boolean insert(QueueState queue, Task task) {
    boolean cold =
        queue.ready.before(task.getPriority()) >= readyMessages(queue.fleet())
            && task.getState() == TaskState.TASK_STATE_PENDING
            && TaskIndex.isPlainReady(task)
            && task.getDeadlineWallMillis() == 0
            && TaskIndex.expiryTick(task) == 0;
    if (cold) {
      long place = queue.fleet().tasks().insertPacked(task.getId(), task);
      if (place < 0) {
        return false;
      }
      queue.pendingTasks++;
      queue.ready.add(task.getPriority(), task.getOrder(), place);
      core.fleets().touch(queue.fleet());
      queue.touch();
    } else {
      if (!queue.fleet().tasks().insert(task.getId(), task)) {
        return false;
      }
      index.add(queue, task);
    }
    queue.totals.submitted++;
    core.feed().add(queue.fleet().name(), task);
    return true;
  }

  /** Behind so many ready ones of its queue a new task waits packed: nobody looks at it soon. */
  private int readyMessages(Fleet fleet) {
    return Math.max(
        readyMessagesMax / Math.max(1, fleet.queueStates().size()),
        Math.min(readyMessagesMax, OF_ONE_QUEUE_MIN));
  }

  /** {@code before} must be what is stored. What follows of the change follows at once. */
  public void replace(QueueState queue, Task before, Task changed) {
    boolean ends = isFinished(changed) && !isFinished(before);
    Task after = ends ? core.compensations().seal(queue.fleet(), changed) : changed;
    if (TaskPhase.isGranted(after) && !TaskPhase.isGranted(before)) {
      queue.spendRate(core.progress().tick());
    }
    put(queue, before, after);
    queue.totals.count(before, after);
    if (isFinished(after)) {
      core.output().add(new Effect.TaskEnded(queue.fleet().name(), after.getId()));
      core.schedules().taskEnded(queue.fleet(), after.getId());
      // Two for one, so that a bound that was lowered is reached without a long command.
      for (int i = 0; i < 2 && hasTooManyEnded(queue); i++) {
        forgetOldest(queue);
      }
    }
    if (ends) {
      core.compensations().follow(queue.fleet(), changed, after);
      core.sagas().taskEnded(queue.fleet(), after);
    }
  }

  /** As {@link #replace}, where neither state nor order change: nothing is counted. */
  public void amend(QueueState queue, Task before, Task after) {
    if (before.getState() != after.getState() || before.getOrder() != after.getOrder()) {
      throw new IllegalStateException("more than amended: " + after.getId());
    }
    put(queue, before, after);
  }

  private void put(QueueState queue, Task before, Task after) {
    queue.fleet().tasks().replace(after.getId(), after);
    index.replace(queue, before, after);
    core.feed().add(queue.fleet().name(), after);
  }

  private static boolean hasTooManyEnded(QueueState queue) {
    Task oldest = queue.oldestEnded();
    return oldest != null && queue.forgottenAt(oldest) == 0;
  }

  /** Moves the end of a grant; neither feed nor counts see it. */
  public void extend(Fleet fleet, Task after) {
    TaskTimer timer = fleet.agentEntry(after.getAgentId()).get(after.getId());
    if (timer == null) {
      throw new IllegalStateException("task does not run: " + after.getId());
    }
    core.fleets().touch(fleet);
    fleet.tasks().replace(after.getId(), after);
    core.deadlines().grants().set(timer, after.getLeaseUntilTick(), after.getOrder());
  }

  /** Removes a pending task for good. */
  public void purge(QueueState queue, Task task) {
    index.remove(queue, task);
    queue.totals.purged++;
    drop(queue, task);
    core.output().add(new Effect.TaskEnded(queue.fleet().name(), task.getId()));
    core.schedules().taskEnded(queue.fleet(), task.getId());
  }

  /** Removes a dead letter for good. */
  public void forgetDead(QueueState queue, Task task) {
    index.remove(queue, task);
    drop(queue, task);
  }

  /** Forgets the queue's oldest ended task. */
  public void forgetOldest(QueueState queue) {
    Task task = queue.oldestEnded();
    queue.ended.removeOldest(task);
    index.setRetention(queue);
    drop(queue, task);
  }

  private void drop(QueueState queue, Task task) {
    Task stored = queue.fleet().tasks().remove(task.getId());
    if (stored == null || stored.getOrder() != task.getOrder()) {
      throw new IllegalStateException("task is not the stored one: " + task.getId());
    }
    core.fleets().touch(queue.fleet());
    queue.touch();
    core.feed().addRemoved(queue.fleet().name(), task);
  }

  /** Sets the queue's defaults; what it may grant now is told. */
  public void put(QueueState queue, Queue defaults) {
    queue.put(defaults, core.progress().tick());
    index.setRetention(queue);
    policyChanged(queue);
  }

  /** Pauses, drains or resumes; what it may grant now is told. */
  public void steer(QueueState queue, boolean paused, boolean draining) {
    queue.steer(paused, draining, core.progress().position(), core.progress().tick());
    policyChanged(queue);
  }

  /** The queue's rate allows a grant again. */
  public void openGate(QueueState queue) {
    queue.refill(core.progress().tick());
    core.fleets().touch(queue.fleet());
    policyChanged(queue);
  }

  private void policyChanged(QueueState queue) {
    index.settleGate(queue);
    index.tellAll(queue);
  }

  public static boolean isFinished(Task task) {
    return switch (task.getState()) {
      case TASK_STATE_COMPLETED, TASK_STATE_FAILED, TASK_STATE_CANCELLED, TASK_STATE_DEAD -> true;
      default -> false;
    };
  }

  /** Dead, and nothing was submitted in its place: no other task, no step of a saga to undo it. */
  public static boolean isDeadLetter(Task task) {
    return task.getState() == TaskState.TASK_STATE_DEAD
        && task.getRedrivenTo().isEmpty()
        && task.getSagaId().isEmpty()
        && task.getCompensationTaskId().isEmpty();
  }
}
