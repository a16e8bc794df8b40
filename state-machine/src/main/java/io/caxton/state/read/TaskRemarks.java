package io.caxton.state.read;

import io.caxton.state.State;
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
    if (task.getState() == TaskState.TASK_STATE_PENDING) {
      pending();
      takers(ableAgents, waitingClaims);
    } else {
      running();
    }
    deadline();
    attempts(attemptsLeft);
    lastFailure();
    return remarks;
  }

  private void pending() {
    long until = task.getNotBeforeTick();
    if (until == 0) {
      say(Kind.KIND_READY, "It is ready: it waits for a claim of queue \"%s\".", task.getQueue());
      others();
    } else if (task.getAttemptsCharged() > 0) {
      add(
          Kind.KIND_BACKOFF,
          "Attempt %d failed; the next one may begin in %d ms."
              .formatted(task.getAttempt(), Math.max(0, until - state.tick())),
          until);
    } else {
      add(
          Kind.KIND_DELAYED,
          "It is not to begin before %d ms from now.".formatted(Math.max(0, until - state.tick())),
          until);
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
      say(Kind.KIND_NO_AGENT, "No agent that may claim it is running in this fleet.");
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
                "Agent \"%s\" has it, attempt %d, for %d ms; its lease ends in %d ms unless extended."
                    .formatted(
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
              .setText("Agent \"%s\" is %s.".formatted(id, name(is)))
              .setAgentId(id)
              .build());
    }
  }

  private void deadline() {
    long deadline = task.getDeadlineWallMillis();
    if (deadline != 0) {
      remarks.add(
          TaskRemark.newBuilder()
              .setKind(Kind.KIND_DEADLINE)
              .setText(
                  "After its deadline in %d ms no attempt begins: it is dead then."
                      .formatted(Math.max(0, deadline - state.wallMillis())))
              .setUntilWallMillis(deadline)
              .build());
    }
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
                  "Attempt %d ended by %s%s."
                      .formatted(
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
    remarks.add(TaskRemark.newBuilder().setKind(kind).setText(text.formatted(values)).build());
  }

  /** The word of an enum's value, such as RUNNING. */
  private static String name(Enum<?> value) {
    return value.name().substring(value.name().indexOf("_STATE_") + "_STATE_".length());
  }
}
