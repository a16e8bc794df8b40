package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares, when all has ended, what was asked, what the feed said and what the cluster holds. */
final class WorkVerdict {
  /** Reads under way at once. */
  private static final int READS_MAX = 200;

  private final WorkAsked asked;
  private final WorkFindings findings;

  WorkVerdict(WorkAsked asked, WorkFindings findings) {
    this.asked = asked;
    this.findings = findings;
  }

  /** What was acknowledged and has not ended. */
  List<String> unfinished(WorkChecker checker) {
    List<String> unfinished = new ArrayList<>();
    for (String id : asked.tasks()) {
      if (checker.task(id).flatMap(TaskTrace::end).isEmpty()) {
        unfinished.add(id);
      }
    }
    for (String id : asked.sagas().keySet()) {
      if (!checker.saga(id).map(SagaTrace::ended).orElse(false)) {
        unfinished.add(id);
      }
    }
    return unfinished;
  }

  /** What was asked against what the feed said. */
  void judge(WorkChecker checker) {
    for (String id : unfinished(checker)) {
      findings.add(
          WorkFindings.Kind.LOST,
          "%s has not ended: %s %s".formatted(id, checker.task(id), checker.saga(id)));
    }
    for (String id : asked.tasks()) {
      checker.task(id).ifPresent(trace -> judgeEnd(id, trace));
    }
    asked
        .sagas()
        .forEach(
            (id, ends) ->
                checker
                    .saga(id)
                    .filter(saga -> saga.ended() && !ends.contains(saga.state()))
                    .ifPresent(
                        saga ->
                            findings.add(
                                WorkFindings.Kind.OTHER, id + " may end " + ends + ": " + saga)));
    checker.judgeSagas();
  }

  private void judgeEnd(String id, TaskTrace trace) {
    boolean dies = asked.payload(id).map(WorkKind::of).map(WorkKind::dies).orElse(false);
    TaskState must = dies ? TaskState.TASK_STATE_DEAD : TaskState.TASK_STATE_COMPLETED;
    if (trace.end().isPresent() && trace.end().get() != must) {
      findings.add(WorkFindings.Kind.LOST, "must be " + must + ": " + trace);
    }
  }

  /** What the cluster holds. */
  Map<String, Task> read(CaxtonClient client, List<String> ids) {
    Map<String, Task> stored = new HashMap<>();
    for (int from = 0; from < ids.size(); from += READS_MAX) {
      ids.subList(from, Math.min(ids.size(), from + READS_MAX)).stream()
          .map(id -> client.tasks().get(id).exceptionally(failure -> notRead(id, failure)))
          .toList()
          .forEach(read -> stored.put(read.join().getId(), read.join()));
    }
    return stored;
  }

  private Task notRead(String id, Throwable failure) {
    findings.add(WorkFindings.Kind.LOST, id + " cannot be read: " + failure);
    return Task.getDefaultInstance();
  }

  /** What the feed said against what the cluster holds. */
  void judge(Map<String, Task> stored, WorkChecker checker) {
    for (String id : checker.taskIds()) {
      Optional.ofNullable(stored.get(id))
          .ifPresent(task -> judge(task, checker.task(id).orElseThrow()));
    }
  }

  private void judge(Task stored, TaskTrace trace) {
    if (!trace.end().equals(Optional.of(stored.getState())) || stored.getFence() != trace.fence()) {
      findings.add(
          WorkFindings.Kind.OTHER,
          "stored %s with fence %d: %s".formatted(stored.getState(), stored.getFence(), trace));
    }
    if (stored.getState() == TaskState.TASK_STATE_COMPLETED) {
      Optional<ByteString> must =
          asked.payload(stored.getId()).map(payload -> WorkKind.result(payload, stored.getFence()));
      if (!must.equals(Optional.of(stored.getResult()))) {
        findings.add(
            WorkFindings.Kind.OTHER,
            "result %s: %s".formatted(stored.getResult().toStringUtf8(), trace));
      }
    }
  }

  /**
   * What the agents said against what the feed said: no attempt without its grant.
   *
   * @return results that were not taken: offered too late, or lost with the process that had them
   */
  int judge(WorkWords words, WorkChecker checker) {
    words.faults().forEach(text -> findings.add(WorkFindings.Kind.OTHER, text));
    words
        .begun()
        .forEach(
            (attempt, agent) -> {
              if (!granted(checker, attempt).equals(Optional.of(agent))) {
                findings.add(
                    WorkFindings.Kind.OTHER, agent + " was not granted what it began: " + attempt);
              }
            });
    return (int) words.done().stream().filter(attempt -> !taken(checker, attempt)).count();
  }

  private static Optional<String> granted(WorkChecker checker, WorkWords.Attempt attempt) {
    return checker.task(attempt.taskId()).flatMap(trace -> trace.granted(attempt.fence()));
  }

  private static boolean taken(WorkChecker checker, WorkWords.Attempt attempt) {
    return checker
        .task(attempt.taskId())
        .filter(trace -> trace.fence() == attempt.fence())
        .flatMap(TaskTrace::end)
        .equals(Optional.of(TaskState.TASK_STATE_COMPLETED));
  }
}
