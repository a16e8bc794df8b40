package io.caxton.client.demo;

import io.caxton.v1.Task;
import java.util.Comparator;

/** The tasks of one ordering key: one after the other, in the order of their submission. */
final class KeyTrace {
  private static final Comparator<Task> SUBMISSION =
      Comparator.comparingLong(Task::getSubmittedPosition)
          .thenComparingInt(Task::getSubmittedIndex);

  private final WorkFindings findings;
  private Task last = Task.getDefaultInstance();
  private boolean lastEnded = true;

  KeyTrace(WorkFindings findings) {
    this.findings = findings;
  }

  void granted(Task task) {
    if (task.getId().equals(last.getId())) {
      return;
    }
    if (!lastEnded || SUBMISSION.compare(last, task) > 0) {
      findings.add(
          WorkFindings.Kind.KEY_NOT_IN_ORDER,
          "%s is granted with fence %d, %s was before with fence %d and has %s"
              .formatted(
                  task.getId(),
                  task.getFence(),
                  last.getId(),
                  last.getFence(),
                  lastEnded ? "ended" : "not ended"));
    }
    last = task;
    lastEnded = false;
  }

  void ended(Task task) {
    lastEnded |= task.getId().equals(last.getId());
  }
}
