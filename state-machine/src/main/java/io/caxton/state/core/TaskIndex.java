package io.caxton.state.core;

import io.caxton.state.Effect;
import io.caxton.v1.LateResults;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.List;

/**
 * Where each task is found: ready, delayed, blocked, running, ended; and when it is due.
 *
 * <p>All of it depends on the stored messages of the tasks alone, so what is built from the tables
 * at a load equals what is live.
 */
public final class TaskIndex {
  private final Core core;
  private final Deadlines deadlines;

  TaskIndex(Core core) {
    this.core = core;
    this.deadlines = core.deadlines();
  }

  /** Pending, and it waits for nothing of its own. */
  static boolean isReady(Task task) {
    boolean waits =
        task.getState() == TaskState.TASK_STATE_PENDING
            || (TaskPhase.isCompensating(task)
                && !TaskPhase.isGranted(task)
                && !TaskPhase.isHeld(task));
    return waits && task.getNotBeforeTick() == 0;
  }

  /** Ready, anybody may have it, and its message stays as it is until somebody has. */
  static boolean isPlainReady(Task task) {
    return isReady(task) && isPlain(task);
  }

  static boolean isPlain(Task task) {
    return task.getOrderingKey().isEmpty()
        && task.getCapability().isEmpty()
        && task.getLateResults() != LateResults.LATE_RESULTS_PARK;
  }

  /** The tick by which a pending task must have been granted or have ended; 0 if there is none. */
  public static long expiryTick(Task task) {
    long end = task.getEndByTick();
    long start = task.getAttempt() == 0 ? task.getStartByTick() : 0;
    return start == 0 || (end != 0 && end < start) ? end : start;
  }

  /** Also for loads. Tasks that are plain and ready, or finished, must come by rising order. */
  void add(QueueState queue, Task task) {
    put(queue, task);
    settle(queue, task);
  }

  void replace(QueueState queue, Task before, Task after) {
    boolean wasOpen = queue.isOpen(core.progress().tick());
    take(queue, before);
    put(queue, after);
    settle(queue, after);
    if (!wasOpen) {
      tellAll(queue);
    }
  }

  void remove(QueueState queue, Task task) {
    take(queue, task);
    settle(queue, task);
  }

  private void put(QueueState queue, Task task) {
    core.fleets().touch(queue.fleet());
    queue.touch();
    switch (task.getState()) {
      case TASK_STATE_PENDING -> putPending(queue, task);
      case TASK_STATE_RUNNING -> putGranted(queue, task);
      case TASK_STATE_COMPENSATING -> {
        if (TaskPhase.isGranted(task)) {
          putGranted(queue, task);
        } else {
          putPending(queue, task);
        }
      }
      case TASK_STATE_COMPLETED, TASK_STATE_FAILED, TASK_STATE_CANCELLED, TASK_STATE_DEAD -> {
        queue.ended.add(task);
        setRetention(queue);
      }
      default -> throw new IllegalStateException("task " + task.getId() + " has no known state");
    }
  }

  private void putGranted(QueueState queue, Task task) {
    queue.runningTasks++;
    TaskTimer timer = new TaskTimer(queue.fleet(), task.getId());
    queue.fleet().agentEntry(task.getAgentId()).add(timer);
    deadlines.grants().set(timer, task.getLeaseUntilTick(), task.getOrder());
    if (!task.getOrderingKey().isEmpty()) {
      queue.lanes.add(task);
    }
  }

  private void putPending(QueueState queue, Task task) {
    queue.pendingTasks++;
    queue.undoingTasks += TaskPhase.isCompensating(task) ? 1 : 0;
    if (TaskPhase.isHeld(task)) {
      queue.heldTasks++;
      return;
    }
    boolean ready = task.getNotBeforeTick() == 0;
    if (!ready) {
      TaskTimer timer = new TaskTimer(queue.fleet(), task.getId());
      queue.delayed.put(task.getOrder(), timer);
      deadlines.delays().set(timer, task.getNotBeforeTick(), task.getOrder());
    }
    if (!task.getOrderingKey().isEmpty()) {
      queue.lanes.add(task);
    } else if (ready) {
      if (isPlain(task)) {
        queue.ready.add(task);
      } else {
        queue.ready.addSpecial(task);
      }
      tell(queue, task.getCapability());
    }
    addDeadlines(queue.fleet(), task);
  }

  /** Those that a pending task has beside its delay. */
  void addDeadlines(Fleet fleet, Task task) {
    if (TaskPhase.isCompensating(task)) {
      TaskTimer timer = new TaskTimer(fleet, task.getId());
      fleet.deadlines().put(task.getId(), timer);
      deadlines.holds().set(timer, task.getHoldAtTick(), task.getOrder());
    } else if (task.getDeadlineWallMillis() != 0) {
      TaskTimer timer = new TaskTimer(fleet, task.getId());
      fleet.deadlines().put(task.getId(), timer);
      deadlines.wallDeadlines().set(timer, task.getDeadlineWallMillis(), task.getOrder());
    }
    long expiry = expiryTick(task);
    if (expiry != 0) {
      TaskTimer timer = new TaskTimer(fleet, task.getId());
      fleet.expiries().put(task.getId(), timer);
      deadlines.expiries().set(timer, expiry, task.getOrder());
    }
  }

  private void take(QueueState queue, Task task) {
    switch (task.getState()) {
      case TASK_STATE_PENDING -> takePending(queue, task);
      case TASK_STATE_RUNNING -> takeGranted(queue, task);
      case TASK_STATE_COMPENSATING -> {
        if (TaskPhase.isGranted(task)) {
          takeGranted(queue, task);
        } else {
          takePending(queue, task);
        }
      }
      case TASK_STATE_DEAD -> {
        queue.ended.removeDead(task);
        setRetention(queue);
      }
      default -> throw new IllegalStateException("task has ended: " + task.getId());
    }
  }

  private void takeGranted(QueueState queue, Task task) {
    queue.runningTasks--;
    AgentEntry agent = queue.fleet().agentEntry(task.getAgentId());
    deadlines.grants().clear(indexed(agent.remove(task.getId()), task));
    if (!task.getOrderingKey().isEmpty()) {
      queue.lanes.remove(task);
    }
  }

  private void takePending(QueueState queue, Task task) {
    Fleet fleet = queue.fleet();
    queue.pendingTasks--;
    queue.undoingTasks -= TaskPhase.isCompensating(task) ? 1 : 0;
    if (TaskPhase.isHeld(task)) {
      queue.heldTasks--;
      return;
    }
    boolean ready = task.getNotBeforeTick() == 0;
    if (!ready) {
      deadlines.delays().clear(indexed(queue.delayed.remove(task.getOrder()), task));
    }
    if (!task.getOrderingKey().isEmpty()) {
      queue.lanes.remove(task);
    } else if (ready) {
      if (isPlain(task)) {
        queue.ready.remove(task);
      } else {
        queue.ready.removeSpecial(task);
      }
    }
    if (TaskPhase.isCompensating(task)) {
      deadlines.holds().clear(indexed(fleet.deadlines().remove(task.getId()), task));
    } else if (task.getDeadlineWallMillis() != 0) {
      deadlines.wallDeadlines().clear(indexed(fleet.deadlines().remove(task.getId()), task));
    }
    if (expiryTick(task) != 0) {
      deadlines.expiries().clear(indexed(fleet.expiries().remove(task.getId()), task));
    }
  }

  private static TaskTimer indexed(TaskTimer timer, Task task) {
    if (timer == null) {
      throw new IllegalStateException("task is in no index: " + task.getId());
    }
    return timer;
  }

  private void settle(QueueState queue, Task changed) {
    if (!changed.getOrderingKey().isEmpty()) {
      Task opened = queue.lanes.settle(changed.getOrderingKey());
      if (opened != null) {
        tell(queue, opened.getCapability());
      }
    }
    settleGate(queue);
  }

  /** To be called when what it depends on changed: tasks, policy, what was spent. */
  public void settleGate(QueueState queue) {
    long until = queue.waitsForRateUntil();
    QueueGate gate = queue.gate();
    if (until == 0) {
      if (gate.isSet()) {
        deadlines.gates().clear(gate);
      }
    } else if (!gate.isSet() || gate.at() != until || gate.tie() != queue.policy().revision()) {
      deadlines.gates().set(gate, until, queue.policy().revision());
    }
  }

  /** Something that an agent of this capability may have is there, if the queue grants at all. */
  private void tell(QueueState queue, String capability) {
    long position = core.progress().position();
    boolean told = capability.isEmpty() && queue.readyToldPosition == position;
    if (!told && queue.isOpen(core.progress().tick())) {
      if (capability.isEmpty()) {
        queue.readyToldPosition = position;
      }
      core.output().add(new Effect.QueueReady(queue.fleet().name(), queue.name(), capability));
    }
  }

  /** The queue may have begun to grant: whoever waits for what is in it. */
  public void tellAll(QueueState queue) {
    if (queue.ready.isEmpty() || !queue.isOpen(core.progress().tick())) {
      return;
    }
    if (queue.ready.has("")) {
      tell(queue, "");
    }
    for (String capability : List.copyOf(queue.ready.specialCapabilities())) {
      if (!capability.isEmpty()) {
        tell(queue, capability);
      }
    }
  }

  /** When the queue's oldest ended task goes: now if there are too many, else by its age. */
  public void setRetention(QueueState queue) {
    Task oldest = queue.oldestEnded();
    if (oldest == null) {
      deadlines.retentions().clear(queue);
      return;
    }
    long at = queue.forgottenAt(oldest);
    if (!queue.isSet() || queue.at() != at || queue.tie() != oldest.getOrder()) {
      deadlines.retentions().set(queue, at, oldest.getOrder());
    }
  }
}
