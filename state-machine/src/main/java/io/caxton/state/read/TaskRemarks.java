package io.caxton.state.read;

import io.caxton.state.State;
import io.caxton.state.core.TaskPhase;
import io.caxton.state.core.TaskStore;
import io.caxton.v1.Agent;
import io.caxton.v1.AgentState;
import io.caxton.v1.FailedAttempt;
import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import io.caxton.v1.TaskRemark;
import io.caxton.v1.TaskRemark.Kind;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Says in words why a task waits, runs or has ended. */
final class TaskRemarks {
  private final State state;
  private final String fleet;
  private final Task task;
  private final Queue queue;
  private final List<TaskRemark> remarks = new ArrayList<>();

  TaskRemarks(State state, String fleet, Task task, Queue queue) {
    this.state = state;
    this.fleet = fleet;
    this.task = task;
    this.queue = queue;
  }

  List<TaskRemark> all(int ableAgents, int attemptsLeft, OptionalInt waitingClaims) {
    if (TaskStore.isFinished(task)) {
      say(Kind.KIND_ENDED, "It is %s: nothing will happen to it any more.", name(task.getState()));
      lastFailure();
      return remarks;
    }
    if (TaskPhase.isHeld(task)) {
      held();
    } else if (TaskPhase.isGranted(task)) {
      running();
    } else {
      pending();
      takers(ableAgents, waitingClaims);
    }
    if (TaskPhase.isCompensating(task)) {
      compensation(attemptsLeft);
    } else {
      deadline();
      attempts(attemptsLeft);
    }
    lastFailure();
    return remarks;
  }

  private void held() {
    say(
        Kind.KIND_HELD,
        "It is held for %d ms now: it failed too often or for good, or took too long. No agent is"
            + " granted it until somebody resolves it: as \"retry\", or as \"done\".",
        state.tick() - task.getHeldTick());
  }

  private void compensation(int attemptsLeft) {
    String what =
        String.format(
            Locale.ROOT, "It undoes \"%s\" and has to complete", task.getCompensatesTaskId());
    if (TaskPhase.isHeld(task)) {
      say(Kind.KIND_COMPENSATION, "%s.", what);
      return;
    }
    int failures = attemptsLeft + (TaskPhase.isGranted(task) ? 1 : 0);
    add(
        Kind.KIND_COMPENSATION,
        String.format(
            Locale.ROOT,
            "%s: it is held after %d more failures, or if it has not completed in %d ms.",
            what,
            failures,
            Math.max(0, task.getHoldAtTick() - state.tick())),
        task.getHoldAtTick());
  }

  private void pending() {
    long until = task.getNotBeforeTick();
    if (until == 0 && gate()) {
      others();
    } else if (until == 0) {
      say(Kind.KIND_READY, "It is ready: it waits for a claim of queue \"%s\".", task.getQueue());
      others();
    } else if (task.getAttemptsCharged() > 0) {
      add(
          Kind.KIND_BACKOFF,
          String.format(
              Locale.ROOT,
              "Attempt %d failed; the next one may begin in %d ms.",
              task.getAttempt(),
              Math.max(0, until - state.tick())),
          until);
    } else {
      add(
          Kind.KIND_DELAYED,
          String.format(
              Locale.ROOT,
              "It is not to begin before %d ms from now.",
              Math.max(0, until - state.tick())),
          until);
    }
  }

  /** Whether its queue's policy holds it, which is said then. */
  private boolean gate() {
    int before = remarks.size();
    if (queue.getPaused()) {
      say(Kind.KIND_QUEUE_PAUSED, "Queue \"%s\" is paused: it grants nothing.", queue.getName());
    }
    if (queue.getRunningMax() != 0 && queue.getRunningTasks() >= queue.getRunningMax()) {
      say(
          Kind.KIND_QUEUE_BUSY,
          "%d tasks of its queue run, as many as may at once.",
          queue.getRunningTasks());
    }
    rate();
    if (!task.getOrderingKey().isEmpty() && queue.getBlockedTasks() > 0) {
      say(
          Kind.KIND_ORDERING_KEY,
          "It waits for the end of those before it with the ordering key \"%s\", if there are any:"
              + " %d tasks of its queue wait so.",
          task.getOrderingKey(),
          queue.getBlockedTasks());
    }
    return remarks.size() > before;
  }

  private void rate() {
    if (queue.getRateTasks() == 0) {
      return;
    }
    long missing = queue.getRatePeriodMillis() - queue.getRateLevel();
    long at = queue.getRateTick() + Math.ceilDiv(missing, (long) queue.getRateTasks());
    if (at > state.tick()) {
      add(
          Kind.KIND_QUEUE_RATE,
          String.format(
              Locale.ROOT,
              "Its queue grants %d tasks in %d ms, and has: the next in %d ms.",
              queue.getRateTasks(),
              queue.getRatePeriodMillis(),
              at - state.tick()),
          at);
    }
  }

  private void others() {
    if (queue.getPendingTasks() > 1) {
      say(
          Kind.KIND_BEHIND_OTHERS,
          "%d others wait in its queue; those of a higher priority, and of the same one that came"
              + " before it, go first.",
          queue.getPendingTasks() - 1);
    }
  }

  private void takers(int ableAgents, OptionalInt waitingClaims) {
    if (ableAgents == 0) {
      say(
          Kind.KIND_NO_AGENT,
          task.getCapability().isEmpty()
              ? "No agent is running in this fleet."
              : "No agent with capability \""
                  + task.getCapability()
                  + "\" is running in this fleet.");
    } else if (task.getNotBeforeTick() == 0
        && waitingClaims.isPresent()
        && waitingClaims.getAsInt() == 0) {
      say(
          Kind.KIND_NO_CLAIM,
          "Nobody waits for a task of its queue now: the agents are busy, or claim from other"
              + " queues.");
    }
  }

  private void running() {
    String id = task.getAgentId();
    remarks.add(
        TaskRemark.newBuilder()
            .setKind(Kind.KIND_RUNNING)
            .setText(
                String.format(
                    Locale.ROOT,
                    "Agent \"%s\" has it, attempt %d, for %d ms; its lease ends in %d ms unless"
                        + " extended.",
                    id,
                    task.getAttempt(),
                    state.tick() - task.getGrantedTick(),
                    Math.max(0, task.getLeaseUntilTick() - state.tick())))
            .setUntilTick(task.getLeaseUntilTick())
            .setAgentId(id)
            .build());
    Optional<Agent> owner = state.agent(fleet, id);
    AgentState is = owner.map(Agent::getState).orElse(AgentState.AGENT_STATE_UNSPECIFIED);
    if (is != AgentState.AGENT_STATE_RUNNING) {
      remarks.add(
          TaskRemark.newBuilder()
              .setKind(Kind.KIND_OWNER)
              .setText(String.format(Locale.ROOT, "Agent \"%s\" is %s.", id, name(is)))
              .setAgentId(id)
              .build());
    }
  }

  private void deadline() {
    if (task.getState() == TaskState.TASK_STATE_PENDING
        && task.getAttempt() == 0
        && task.getStartByTick() != 0) {
      timeout("If nobody begins it within %d ms, it is dead.", task.getStartByTick());
    }
    if (task.getEndByTick() != 0) {
      timeout("If it has not ended in %d ms, it is dead.", task.getEndByTick());
    }
    long deadline = task.getDeadlineWallMillis();
    if (deadline != 0) {
      remarks.add(
          TaskRemark.newBuilder()
              .setKind(Kind.KIND_DEADLINE)
              .setText(
                  String.format(
                      Locale.ROOT,
                      "After its deadline in %d ms no attempt begins: it is dead then.",
                      Math.max(0, deadline - state.wallMillis())))
              .setUntilWallMillis(deadline)
              .build());
    }
  }

  private void timeout(String text, long tick) {
    add(
        Kind.KIND_DEADLINE,
        String.format(Locale.ROOT, text, Math.max(0, tick - state.tick())),
        tick);
  }

  private void attempts(int attemptsLeft) {
    boolean runs = task.getState() == TaskState.TASK_STATE_RUNNING;
    if (attemptsLeft == (runs ? 0 : 1)) {
      say(Kind.KIND_LAST_ATTEMPT, "This attempt is its last: if it fails, the task is dead.");
    }
  }

  private void lastFailure() {
    if (task.getFailuresCount() > 0) {
      FailedAttempt last = task.getFailures(task.getFailuresCount() - 1);
      remarks.add(
          TaskRemark.newBuilder()
              .setKind(Kind.KIND_LAST_FAILURE)
              .setText(
                  String.format(
                      Locale.ROOT,
                      "Attempt %d ended by %s%s.",
                      last.getAttempt(),
                      last.getCause(),
                      last.getMessage().isEmpty() ? "" : ": " + last.getMessage()))
              .setAgentId(last.getAgentId())
              .build());
    }
  }

  private void add(Kind kind, String text, long untilTick) {
    remarks.add(
        TaskRemark.newBuilder().setKind(kind).setText(text).setUntilTick(untilTick).build());
  }

  private void say(Kind kind, String text, Object... values) {
    remarks.add(
        TaskRemark.newBuilder()
            .setKind(kind)
            .setText(String.format(Locale.ROOT, text, values))
            .build());
  }

  /** The word of an enum's value, such as RUNNING. */
  private static String name(Enum<?> value) {
    return value.name().substring(value.name().indexOf("_STATE_") + "_STATE_".length());
  }
}
