package io.caxton.state.task;

import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.Progress;
import io.caxton.state.core.QueueGate;
import io.caxton.state.core.QueueState;
import io.caxton.state.core.TaskTimer;
import io.caxton.state.time.TimerHeap;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;

/** Ends what is due of tasks, one a call; each says whether there was one. */
public final class TaskSweep {
  private final Core core;
  private final TaskReturns returns;
  private final Compensations compensations;

  public TaskSweep(Core core) {
    this.core = core;
    this.returns = new TaskReturns(core);
    this.compensations = new Compensations(core);
  }

  /** The grant whose lease or attempt time ended first; the attempt is charged. */
  public boolean sweepGrant() {
    TimerHeap<TaskTimer> grants = core.deadlines().grants();
    if (!grants.isDue(core.progress().tick())) {
      return false;
    }
    Task task = task(grants.first());
    returns.charge(queue(grants.first().fleet(), task), task, Leases.cause(task), "", false);
    return true;
  }

  /** The delayed task that is due first becomes ready. */
  public boolean sweepDelay() {
    TimerHeap<TaskTimer> delays = core.deadlines().delays();
    Progress now = core.progress();
    if (!delays.isDue(now.tick())) {
      return false;
    }
    Task task = task(delays.first());
    Task ready =
        task.toBuilder()
            .setNotBeforeTick(0)
            .setOrder(now.nextOrder())
            .setRevision(now.position())
            .build();
    core.tasks().replace(queue(delays.first().fleet(), task), task, ready);
    return true;
  }

  /** The pending task whose wall deadline passed first is dead. */
  public boolean sweepWallDeadline() {
    TimerHeap<TaskTimer> deadlines = core.deadlines().wallDeadlines();
    if (!deadlines.isDue(core.progress().wallMillis())) {
      return false;
    }
    Task task = task(deadlines.first());
    if (task.getState() != TaskState.TASK_STATE_PENDING) {
      throw new IllegalStateException("only pending tasks wait for it: " + task.getId());
    }
    returns.endLate(queue(deadlines.first().fleet(), task), task, Cause.DEADLINE);
    return true;
  }

  /** The waiting compensation that has taken too long is held. */
  public boolean sweepHold() {
    TimerHeap<TaskTimer> holds = core.deadlines().holds();
    if (!holds.isDue(core.progress().tick())) {
      return false;
    }
    Task task = task(holds.first());
    compensations.holdOverdue(queue(holds.first().fleet(), task), task);
    return true;
  }

  /** The pending task that should have started or ended first is dead. */
  public boolean sweepExpiry() {
    TimerHeap<TaskTimer> expiries = core.deadlines().expiries();
    if (!expiries.isDue(core.progress().tick())) {
      return false;
    }
    Task task = task(expiries.first());
    returns.endLate(queue(expiries.first().fleet(), task), task, returns.late(task).orElseThrow());
    return true;
  }

  /** The queue whose rate allows a grant first grants again. */
  public boolean sweepGate() {
    TimerHeap<QueueGate> gates = core.deadlines().gates();
    if (!gates.isDue(core.progress().tick())) {
      return false;
    }
    core.tasks().openGate(gates.first().queue());
    return true;
  }

  /** The ended task whose retention ended first is forgotten. */
  public boolean sweepRetention() {
    TimerHeap<QueueState> retentions = core.deadlines().retentions();
    if (!retentions.isDue(core.progress().tick())) {
      return false;
    }
    core.tasks().forgetOldest(retentions.first());
    return true;
  }

  private static Task task(TaskTimer timer) {
    return timer.fleet().tasks().get(timer.taskId());
  }

  private static QueueState queue(Fleet fleet, Task task) {
    return fleet.queueStates().get(task.getQueue());
  }
}
