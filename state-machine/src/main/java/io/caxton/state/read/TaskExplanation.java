package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.state.core.Capabilities;
import io.caxton.state.core.TaskPhase;
import io.caxton.state.core.TaskStore;
import io.caxton.state.feed.Feed;
import io.caxton.state.task.Backoff;
import io.caxton.state.task.Compensations;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.ExplainTaskResponse;
import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/** Why a task is where it is, who could take it, and when something happens next. */
public final class TaskExplanation {
  /** How many agents that could take it are named. */
  public static final int AGENTS_MAX = 100;

  private TaskExplanation() {}

  /**
   * Without the read info. Goes through the agents of the fleet, not through its tasks.
   *
   * @param waitingClaims how many wait for a task of its queue now; empty if that is not known here
   */
  public static ExplainTaskResponse of(
      State state, String fleet, Task task, OptionalInt waitingClaims) {
    Queue queue = state.queue(fleet, task.getQueue()).orElse(Queue.getDefaultInstance());
    ExplainTaskResponse.Builder answer =
        ExplainTaskResponse.newBuilder().setTask(Feed.strip(task)).setQueue(queue);
    boolean ended = TaskStore.isFinished(task);
    List<String> able = ended ? List.of() : able(state, fleet, task.getCapability());
    int attemptsLeft = ended ? 0 : attemptsLeft(task, queue);
    answer
        .addAllAbleAgents(able.subList(0, Math.min(able.size(), AGENTS_MAX)))
        .setAbleAgentsTotal(able.size())
        .setAttemptsLeft(attemptsLeft);
    waitingClaims.ifPresent(answer::setWaitingClaims);
    TaskRemarks remarks = new TaskRemarks(state, fleet, task, queue);
    answer.addAllRemarks(remarks.all(able.size(), attemptsLeft, waitingClaims));
    if (!ended) {
      next(answer, state, task);
    }
    return answer.build();
  }

  /** The running agents that have the capability, if one is asked for, sorted by id. */
  private static List<String> able(State state, String fleet, String capability) {
    List<String> able = new ArrayList<>();
    for (Agent agent : state.agents(fleet).values()) {
      if (agent.getState() == AgentState.AGENT_STATE_RUNNING
          && (capability.isEmpty() || Capabilities.all(agent).contains(capability))) {
        able.add(agent.getId());
      }
    }
    Collections.sort(able);
    return able;
  }

  private static int attemptsLeft(Task task, Queue queue) {
    if (TaskPhase.isHeld(task)) {
      return 0;
    }
    int max =
        TaskPhase.isCompensating(task)
            ? Compensations.attemptsMax(task)
            : new Backoff(task.getRetry(), queue.getRetry()).attemptsMax();
    int running = TaskPhase.isGranted(task) ? 1 : 0;
    return Math.max(0, max - task.getAttemptsCharged() - running);
  }

  private static void next(ExplainTaskResponse.Builder answer, State state, Task task) {
    long tick = Math.max(task.getNotBeforeTick(), task.getLeaseUntilTick());
    if (task.getState() == TaskState.TASK_STATE_PENDING) {
      tick = sooner(tick, task.getAttempt() == 0 ? task.getStartByTick() : 0);
    }
    if (TaskPhase.isCompensating(task) && !TaskPhase.isGranted(task) && !TaskPhase.isHeld(task)) {
      tick = sooner(tick, task.getHoldAtTick());
    }
    tick = sooner(tick, task.getEndByTick());
    long wall = tick == 0 ? 0 : state.wallMillis() + tick - state.tick();
    long deadline =
        task.getState() == TaskState.TASK_STATE_PENDING ? task.getDeadlineWallMillis() : 0;
    if (deadline != 0 && (wall == 0 || deadline < wall)) {
      wall = deadline;
    }
    answer.setNextTick(tick).setNextWallMillis(wall);
  }

  /** The smaller one; 0 is none. */
  private static long sooner(long one, long other) {
    return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
  }
}
