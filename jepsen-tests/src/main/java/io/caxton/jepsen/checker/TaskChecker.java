package io.caxton.jepsen.checker;

import io.caxton.jepsen.workload.TaskLedger;
import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nothing acknowledged is lost and nothing is applied twice. Exact as long as no lease ended and
 * nothing was forgotten: each task is one submit, each acknowledged completion is the stored one.
 */
public final class TaskChecker {
  private final TaskLedger ledger;
  private final List<String> faults = new ArrayList<>();

  private TaskChecker(TaskLedger ledger) {
    this.ledger = ledger;
    faults.addAll(ledger.faults());
  }

  /** All faults found, for people; empty means valid. */
  public static List<String> faults(TaskLedger ledger, Map<String, Task> stored, Queue totals) {
    TaskChecker checker = new TaskChecker(ledger);
    checker.submits(stored.keySet());
    checker.completions(stored);
    checker.totals(stored, totals);
    return checker.faults;
  }

  private void submits(Set<String> stored) {
    for (String id : ledger.submitted()) {
      if (!stored.contains(id)) {
        faults.add("LOST: task " + id + " was acknowledged and is not there");
      }
    }
    long unexplained =
        stored.stream()
            .filter(id -> !ledger.submitted().contains(id) && !ledger.submitUnknown().contains(id))
            .count();
    if (unexplained > ledger.madeUnknownCount()) {
      faults.add(
          "TWICE: "
              + unexplained
              + " tasks are there that no submit explains, of which "
              + ledger.madeUnknownCount()
              + " may be of submits without an answer");
    }
  }

  private void completions(Map<String, Task> stored) {
    ledger
        .completed()
        .forEach(
            (id, acknowledged) -> {
              Task task = stored.get(id);
              if (acknowledged.size() > 1) {
                faults.add("TWICE: task " + id + " was completed by each of " + acknowledged);
              } else if (task == null || task.getState() != TaskState.TASK_STATE_COMPLETED) {
                faults.add("LOST: the completion of " + id + "; it is " + task);
              } else if (task.getFence() != acknowledged.getFirst().fence()) {
                faults.add(
                    "task " + id + " was completed under " + acknowledged + ", stored is " + task);
              }
            });
    for (Task task : stored.values()) {
      if (task.getState() == TaskState.TASK_STATE_COMPLETED
          && !ledger.completed().containsKey(task.getId())
          && !ledger.completeUnknown().containsKey(task.getId())) {
        faults.add("task " + task.getId() + " is COMPLETED and nobody completed it");
      }
      if (task.getAttemptsCharged() > 0) {
        faults.add("an attempt was charged though no lease ended: " + task);
      }
    }
  }

  private void totals(Map<String, Task> stored, Queue totals) {
    long completed =
        stored.values().stream()
            .filter(task -> task.getState() == TaskState.TASK_STATE_COMPLETED)
            .count();
    expect("submitted_total", stored.size(), totals.getSubmittedTotal());
    expect("completed_total", completed, totals.getCompletedTotal());
    expect("dead_total", 0, totals.getDeadTotal());
    expect("cancelled_total", 0, totals.getCancelledTotal());
    expect(
        "pending + running + retained",
        stored.size(),
        totals.getPendingTasks() + totals.getRunningTasks() + totals.getRetainedTasks());
  }

  private void expect(String what, long expected, long actual) {
    if (expected != actual) {
      faults.add(what + " is " + actual + ", must be " + expected);
    }
  }
}
