package io.caxton.client.demo;

import io.caxton.client.Tasks;
import io.caxton.v1.Change;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All changes of one task, in order. */
final class TaskTrace {
  /**
   * The task after a change.
   *
   * @param granted an agent has it
   */
  record Seen(
      long position, TaskState state, long fence, int attempt, String agent, boolean granted) {}

  private final String id;
  private final WorkFindings findings;
  private final List<Seen> all = new ArrayList<>();
  private Optional<TaskState> end = Optional.empty();
  private long fenceMax;
  private int grants;

  TaskTrace(String id, WorkFindings findings) {
    this.id = id;
    this.findings = findings;
  }

  /** A compensation that is granted stays in its state: the lease tells. */
  static boolean granted(Task task) {
    return task.getState() == TaskState.TASK_STATE_RUNNING
        || (task.getState() == TaskState.TASK_STATE_COMPENSATING && task.getLeaseUntilTick() > 0);
  }

  /** The task is kept, as it is now. */
  void put(Change change) {
    Task task = change.getTask();
    boolean granted = granted(task);
    boolean held = !all.isEmpty() && all.getLast().granted();
    all.add(
        new Seen(
            change.getPosition(),
            task.getState(),
            task.getFence(),
            task.getAttempt(),
            granted ? task.getAgentId() : "",
            granted));
    boolean sameGrant = held && task.getFence() == fenceMax;
    if (task.getFence() < fenceMax || (granted && !sameGrant && task.getFence() == fenceMax)) {
      findings.add(WorkFindings.Kind.FENCE_NOT_RISING, this.toString());
    }
    grants += granted && !sameGrant ? 1 : 0;
    fenceMax = Math.max(fenceMax, task.getFence());
    if (end.isPresent()) {
      findings.add(WorkFindings.Kind.ENDED_TWICE, this.toString());
    } else if (Tasks.ended(task)) {
      end = Optional.of(task.getState());
    }
  }

  /** The task is forgotten. */
  void removed() {
    if (end.isEmpty()) {
      findings.add(WorkFindings.Kind.LOST, "removed before its end: " + this);
    }
  }

  /** How it ended, if it has. */
  Optional<TaskState> end() {
    return end;
  }

  int grants() {
    return grants;
  }

  /** Of the last grant. */
  long fence() {
    return fenceMax;
  }

  /** Who was granted the task under this fence. */
  Optional<String> granted(long fence) {
    return all.stream()
        .filter(seen -> seen.granted() && seen.fence() == fence)
        .map(Seen::agent)
        .findFirst();
  }

  @Override
  public String toString() {
    return id + " " + all;
  }
}
