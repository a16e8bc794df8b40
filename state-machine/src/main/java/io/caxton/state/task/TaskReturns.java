package io.caxton.state.task;

import io.caxton.state.core.Core;
import io.caxton.state.core.Fleet;
import io.caxton.state.core.QueueState;
import io.caxton.state.core.TaskIndex;
import io.caxton.state.core.TaskPhase;
import io.caxton.v1.Agent;
import io.caxton.v1.FailedAttempt;
import io.caxton.v1.PlannedTask;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a task leaves the agent that runs it without having been completed. */
public final class TaskReturns {
  private static final int FAILURES_MAX = 10;

  private final Core core;
  private final Compensations compensations;

  public TaskReturns(Core core) {
    this.core = core;
    this.compensations = new Compensations(core);
  }

  /** All tasks that run at the agent go back, each charged an attempt. */
  public List<PlannedTask> returnAll(Fleet fleet, Agent agent, Cause cause) {
    List<PlannedTask> returned = new ArrayList<>();
    for (Task task : fleet.agentEntry(agent.getId()).running()) {
      TaskState after = charge(fleet.queueStates().get(task.getQueue()), task, cause, "", false);
      returned.add(
          PlannedTask.newBuilder()
              .setTaskId(task.getId())
              .setQueue(task.getQueue())
              .setFate(fate(fleet, task, after))
              .setAttemptsCharged(task.getAttemptsCharged() + 1)
              .setStateBefore(task.getState())
              .build());
    }
    return returned;
  }

  private static PlannedTask.Fate fate(Fleet fleet, Task task, TaskState after) {
    return switch (after) {
      case TASK_STATE_PENDING -> PlannedTask.Fate.FATE_RETRIED;
      case TASK_STATE_COMPENSATING ->
          TaskPhase.isHeld(fleet.tasks().get(task.getId()))
              ? PlannedTask.Fate.FATE_HELD
              : PlannedTask.Fate.FATE_RETRIED;
      default -> PlannedTask.Fate.FATE_DEAD;
    };
  }

  /** All tasks that run at the agent go back, none charged. */
  public int releaseAll(Fleet fleet, Agent agent) {
    List<Task> running = fleet.agentEntry(agent.getId()).running();
    for (Task task : running) {
      release(fleet.queueStates().get(task.getQueue()), task);
    }
    return running.size();
  }

  /** The attempt did not end by a fault: the task is ready again at once. */
  public TaskState release(QueueState queue, Task task) {
    if (TaskPhase.isCompensating(task)) {
      return compensations.release(queue, task);
    }
    Optional<Cause> late = late(task);
    if (late.isPresent()) {
      return endLate(queue, task, late.get());
    }
    return put(queue, task, back(task).setNotBeforeTick(0));
  }

  /** The attempt failed: the task waits for the next one, or is dead. */
  public TaskState charge(
      QueueState queue, Task task, Cause cause, String message, boolean isFinal) {
    if (TaskPhase.isCompensating(task)) {
      return compensations.charge(queue, task, withFailure(task, cause, message).build(), isFinal);
    }
    Backoff backoff = new Backoff(task.getRetry(), queue.policy().retry());
    int charged = task.getAttemptsCharged() + 1;
    Task.Builder failed = withFailure(task, cause, message);
    if (isFinal || charged >= backoff.attemptsMax()) {
      return die(queue, task, failed, charged);
    }
    Optional<Cause> late = late(task);
    if (late.isPresent()) {
      if (late.get() != cause) {
        addFailure(failed, task, late.get(), "");
      }
      return die(queue, task, failed, charged);
    }
    return put(
        queue,
        task,
        failed
            .setState(TaskState.TASK_STATE_PENDING)
            .setLeaseUntilTick(0)
            .setAttemptsCharged(charged)
            .setNotBeforeTick(core.progress().tick() + backoff.millis(task.getId(), charged)));
  }

  /** A deadline of its own has passed: no further attempt. */
  public TaskState endLate(QueueState queue, Task task, Cause cause) {
    return die(queue, task, withFailure(task, cause, ""), task.getAttemptsCharged());
  }

  /** Which deadline of its own has passed, if one has. */
  public Optional<Cause> late(Task task) {
    long deadline = task.getDeadlineWallMillis();
    if (deadline != 0 && deadline <= core.progress().wallMillis()) {
      return Optional.of(Cause.DEADLINE);
    }
    long expiry = TaskIndex.expiryTick(task);
    if (expiry == 0 || expiry > core.progress().tick()) {
      return Optional.empty();
    }
    return Optional.of(expiry == task.getEndByTick() ? Cause.TOTAL_TIMEOUT : Cause.START_TIMEOUT);
  }

  private TaskState die(QueueState queue, Task before, Task.Builder after, int charged) {
    return put(
        queue,
        before,
        after
            .setState(TaskState.TASK_STATE_DEAD)
            .setLeaseUntilTick(0)
            .setNotBeforeTick(0)
            .setAttemptsCharged(charged)
            .setFinishedTick(core.progress().tick()));
  }

  private static Task.Builder back(Task task) {
    return task.toBuilder().setState(TaskState.TASK_STATE_PENDING).setLeaseUntilTick(0);
  }

  private TaskState put(QueueState queue, Task before, Task.Builder after) {
    after.setOrder(core.progress().nextOrder()).setRevision(core.progress().position());
    core.tasks().replace(queue, before, after.build());
    return after.getState();
  }

  private Task.Builder withFailure(Task task, Cause cause, String message) {
    Task.Builder after = task.toBuilder();
    addFailure(after, task, cause, message);
    return after;
  }

  private void addFailure(Task.Builder after, Task task, Cause cause, String message) {
    while (after.getFailuresCount() >= FAILURES_MAX) {
      after.removeFailures(0);
    }
    after.addFailures(
        FailedAttempt.newBuilder()
            .setAttempt(task.getAttempt())
            .setAgentId(task.getAgentId())
            .setCause(cause.stored())
            .setMessage(message)
            .setTick(core.progress().tick())
            .setFence(task.getFence())
            .build());
  }
}
