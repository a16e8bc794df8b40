package io.caxton.client.demo;

import io.caxton.v1.Saga;
import io.caxton.v1.SagaState;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One saga from the changes of its tasks: steps that complete one after the other, and are undone
 * one after the other, the last one first.
 */
final class SagaTrace {
  private final String id;
  private final WorkFindings findings;
  private Saga last = Saga.getDefaultInstance();

  /** Numbers of steps from 1, in the order in which it happened. */
  private final List<Integer> begun = new ArrayList<>();

  private final List<Integer> completed = new ArrayList<>();
  private final List<Integer> undoBegun = new ArrayList<>();
  private final List<Integer> undone = new ArrayList<>();

  SagaTrace(String id, WorkFindings findings) {
    this.id = id;
    this.findings = findings;
  }

  void put(Saga saga) {
    last = saga;
  }

  void put(Task task) {
    int step = task.getSagaStep();
    if (task.getCompensatesTaskId().isEmpty()) {
      if (!begun.contains(step)) {
        begin(step);
      }
      if (task.getState() == TaskState.TASK_STATE_COMPLETED) {
        completed.add(step);
      }
    } else {
      if (!undoBegun.contains(step)) {
        beginUndo(step);
      }
      if (task.getState() == TaskState.TASK_STATE_COMPLETED) {
        undone.add(step);
      }
    }
  }

  private void begin(int step) {
    begun.add(step);
    if (!undoBegun.isEmpty()) {
      fault("step " + step + " is begun although the saga is undone");
    }
    if (step != begun.size() || completed.size() != step - 1) {
      findings.add(WorkFindings.Kind.OTHER, id + ": step " + step + " is begun too early: " + this);
    }
  }

  private void beginUndo(int step) {
    if (undoBegun.size() != undone.size()) {
      fault("step " + step + " is undone before the one after it was");
    }
    if (!undoBegun.isEmpty() && undoBegun.getLast() < step) {
      fault("step " + step + " is undone after one before it");
    }
    if (!completed.contains(step)) {
      fault("step " + step + " is undone although it was not completed");
    }
    undoBegun.add(step);
  }

  private void fault(String text) {
    findings.add(WorkFindings.Kind.COMPENSATION_NOT_IN_ORDER, id + ": " + text + ": " + this);
  }

  SagaState state() {
    return last.getState();
  }

  boolean ended() {
    return switch (state()) {
      case SAGA_STATE_COMPLETED, SAGA_STATE_FAILED, SAGA_STATE_CANCELLED -> true;
      default -> false;
    };
  }

  /** Everything has ended: nothing may be left to undo, and nothing undone that need not be. */
  void judge() {
    List<Integer> all = IntStream.rangeClosed(1, last.getStepsCount()).boxed().toList();
    if (state() == SagaState.SAGA_STATE_COMPLETED && !completed.equals(all)) {
      findings.add(WorkFindings.Kind.OTHER, id + " completed without its steps: " + this);
    }
    List<Integer> mustBe =
        state() == SagaState.SAGA_STATE_COMPLETED ? List.of() : undoable().reversed();
    if (!undone.equals(mustBe)) {
      fault("must have undone " + mustBe);
    }
  }

  /** Completed steps that have a compensation. */
  private List<Integer> undoable() {
    return completed.stream().filter(step -> last.getSteps(step - 1).hasCompensation()).toList();
  }

  @Override
  public String toString() {
    return "%s, begun %s, completed %s, undo begun %s, undone %s"
        .formatted(state(), begun, completed, undoBegun, undone);
  }
}
