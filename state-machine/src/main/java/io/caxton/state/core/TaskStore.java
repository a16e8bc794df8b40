package io.caxton.state.core;

import io.caxton.state.Effect;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;

/**
 * The one way to change tasks: keeps table, indexes, counts and feed together.
 *
 * <p>What is derived of a task depends on its stored message alone: it is ready (PENDING, no
 * not-before), delayed (PENDING with one), running, or finished. So the indexes built from the
 * tables at a load equal the live ones.
 */
public final class TaskStore {
  private final Core core;
  private final Deadlines deadlines;

  /** Behind so many ready ones a new task waits packed: nobody will look at it soon. */
  private final int readyMessagesMax;

  TaskStore(Core core) {
    this.core = core;
    this.readyMessagesMax = core.limits().readyMessagesMax();
    this.deadlines = core.deadlines();
  }

  /** False, and nothing is changed, if its id is taken. */
  public boolean insert(QueueState queue, Task task) {
    boolean cold =
        isReady(task)
            && task.getState() == TaskState.TASK_STATE_PENDING
            && queue.readyBefore(task.getPriority()) >= readyMessagesMax;
    if (cold && task.getDeadlineWallMillis() == 0) {
      long place = queue.fleet().tasks().insertPacked(task.getId(), task);
      if (place < 0) {
        return false;
      }
      queue.pendingTasks++;
      queue.addReady(task.getPriority(), task.getOrder(), place);
      core.fleets().touch(queue.fleet());
      queue.touch();
    } else {
      if (!queue.fleet().tasks().insert(task.getId(), task)) {
        return false;
      }
      index(queue, task);
    }
    queue.submittedTotal++;
    core.feed().add(queue.fleet().name(), task);
    return true;
  }

  /** {@code before} must be what is stored. What follows of the change follows at once. */
  public void replace(QueueState queue, Task before, Task changed) {
    Task after = isFinished(changed) ? core.compensations().seal(queue.fleet(), changed) : changed;
    unindex(queue, before);
    queue.fleet().tasks().replace(after.getId(), after);
    index(queue, after);
    count(queue, before, after);
    core.feed().add(queue.fleet().name(), after);
    if (isFinished(after)) {
      core.output().add(new Effect.TaskEnded(queue.fleet().name(), after.getId()));
      // Two for one, so that a bound that was lowered is reached without a long command.
      for (int i = 0; i < 2 && queue.retainedTasks() > queue.retentionTasks(); i++) {
        forgetOldest(queue);
      }
      core.compensations().follow(queue.fleet(), changed, after);
      core.sagas().taskEnded(queue.fleet(), after);
    }
  }

  private static void count(QueueState queue, Task before, Task after) {
    switch (after.getState()) {
      case TASK_STATE_RUNNING -> queue.grantedTotal++;
      case TASK_STATE_COMPLETED -> queue.completedTotal++;
      case TASK_STATE_CANCELLED -> queue.cancelledTotal++;
      case TASK_STATE_DEAD -> queue.deadTotal++;
      case TASK_STATE_PENDING -> {
        if (after.getAttemptsCharged() > before.getAttemptsCharged()) {
          queue.retriedTotal++;
        }
      }
      case TASK_STATE_COMPENSATING -> {
        if (TaskPhase.isGranted(after)) {
          queue.grantedTotal++;
        } else if (after.getAttemptsCharged() > before.getAttemptsCharged()) {
          queue.retriedTotal++;
        }
      }
      default -> throw new IllegalStateException("no task becomes " + after.getState());
    }
  }

  /** Moves the end of a grant; neither feed nor counts see it. */
  public void extend(Fleet fleet, Task after) {
    TaskTimer timer = indexed(fleet.agentEntry(after.getAgentId()).get(after.getId()), after);
    core.fleets().touch(fleet);
    fleet.tasks().replace(after.getId(), after);
    deadlines.grants().set(timer, after.getLeaseUntilTick(), after.getOrder());
  }

  /** Forgets the queue's oldest finished task. */
  public void forgetOldest(QueueState queue) {
    Task task = queue.oldestFinished();
    Task stored = queue.fleet().tasks().remove(task.getId());
    if (stored == null || stored.getOrder() != task.getOrder()) {
      throw new IllegalStateException("finished task is not the stored one: " + task.getId());
    }
    queue.removeOldestFinished();
    core.fleets().touch(queue.fleet());
    queue.touch();
    setRetention(queue);
    core.feed().addRemoved(queue.fleet().name(), task);
  }

  public static boolean isFinished(Task task) {
    return switch (task.getState()) {
      case TASK_STATE_COMPLETED, TASK_STATE_FAILED, TASK_STATE_CANCELLED, TASK_STATE_DEAD -> true;
      default -> false;
    };
  }

  /** Whether it waits for nothing but a claim. */
  static boolean isReady(Task task) {
    boolean waits =
        task.getState() == TaskState.TASK_STATE_PENDING
            || (TaskPhase.isCompensating(task) && task.getLeaseUntilTick() == 0 && !TaskPhase.isHeld(task));
    return waits && task.getNotBeforeTick() == 0;
  }

  /** When the queue's oldest finished task goes: now if there are too many, else by its age. */
  public void setRetention(QueueState queue) {
    Task oldest = queue.oldestFinished();
    if (oldest == null) {
      deadlines.retentions().clear(queue);
      return;
    }
    long at =
        queue.retainedTasks() > queue.retentionTasks()
            ? 0
            : oldest.getFinishedTick() + queue.retentionMillis();
    if (!queue.isSet() || queue.at() != at || queue.tie() != oldest.getOrder()) {
      deadlines.retentions().set(queue, at, oldest.getOrder());
    }
  }

  private void unindex(QueueState queue, Task task) {
    Fleet fleet = queue.fleet();
    if (TaskPhase.isGranted(task)) {
      queue.runningTasks--;
      deadlines
          .grants()
          .clear(indexed(fleet.agentEntry(task.getAgentId()).remove(task.getId()), task));
      return;
    }
    if (isFinished(task)) {
      throw new IllegalStateException("task has ended: " + task.getId());
    }
    queue.pendingTasks--;
    if (TaskPhase.isHeld(task)) {
      queue.heldTasks--;
      return;
    }
    if (task.getNotBeforeTick() == 0) {
      queue.removeReady(task);
    } else {
      deadlines.delays().clear(indexed(fleet.delayed().remove(task.getId()), task));
    }
    if (TaskPhase.isCompensating(task)) {
      deadlines.holds().clear(indexed(fleet.deadlines().remove(task.getId()), task));
    } else if (task.getDeadlineWallMillis() != 0) {
      deadlines.wallDeadlines().clear(indexed(fleet.deadlines().remove(task.getId()), task));
    }
  }

  private static TaskTimer indexed(TaskTimer timer, Task task) {
    if (timer == null) {
      throw new IllegalStateException("task is in no index: " + task.getId());
    }
    return timer;
  }

  /** Also for loads. Tasks that are ready or finished must come by rising order. */
  void index(QueueState queue, Task task) {
    Fleet fleet = queue.fleet();
    core.fleets().touch(fleet);
    queue.touch();
    switch (task.getState()) {
      case TASK_STATE_PENDING -> indexPending(queue, task);
      case TASK_STATE_RUNNING -> indexGrant(queue, task);
      case TASK_STATE_COMPENSATING -> {
        if (TaskPhase.isGranted(task)) {
          indexGrant(queue, task);
        } else {
          indexPending(queue, task);
        }
      }
      case TASK_STATE_COMPLETED, TASK_STATE_FAILED, TASK_STATE_CANCELLED, TASK_STATE_DEAD -> {
        queue.addFinished(task);
        setRetention(queue);
      }
      default -> throw new IllegalStateException("task " + task.getId() + " has no known state");
    }
  }

  private void indexGrant(QueueState queue, Task task) {
    queue.runningTasks++;
    TaskTimer timer = new TaskTimer(queue.fleet(), task.getId());
    queue.fleet().agentEntry(task.getAgentId()).add(timer);
    deadlines.grants().set(timer, task.getLeaseUntilTick(), task.getOrder());
  }

  private void indexPending(QueueState queue, Task task) {
    Fleet fleet = queue.fleet();
    queue.pendingTasks++;
    if (TaskPhase.isHeld(task)) {
      queue.heldTasks++;
      return;
    }
    if (task.getNotBeforeTick() == 0) {
      queue.addReady(task);
      if (queue.readyToldPosition != core.progress().position()) {
        queue.readyToldPosition = core.progress().position();
        core.output().add(new Effect.QueueReady(fleet.name(), queue.name()));
      }
    } else {
      TaskTimer timer = new TaskTimer(fleet, task.getId());
      fleet.delayed().put(task.getId(), timer);
      deadlines.delays().set(timer, task.getNotBeforeTick(), task.getOrder());
    }
    indexDeadline(queue, task);
  }

  /** The part of {@link #index} that a ready task of a load still needs. */
  void indexDeadline(QueueState queue, Task task) {
    if (TaskPhase.isCompensating(task)) {
      TaskTimer timer = new TaskTimer(queue.fleet(), task.getId());
      queue.fleet().deadlines().put(task.getId(), timer);
      deadlines.holds().set(timer, task.getHoldAtTick(), task.getOrder());
    } else if (task.getDeadlineWallMillis() != 0) {
      Fleet fleet = queue.fleet();
      TaskTimer timer = new TaskTimer(fleet, task.getId());
      fleet.deadlines().put(task.getId(), timer);
      deadlines.wallDeadlines().set(timer, task.getDeadlineWallMillis(), task.getOrder());
    }
  }
}
