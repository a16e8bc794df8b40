package io.caxton.client.demo;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads every file's task, linearizably, and every file, one after the other. */
final class Verification {
  private static final int CALLS_AHEAD = 500;

  private final CaxtonClient client;
  private final InputFiles input;

  Verification(CaxtonClient client, InputFiles input) {
    this.client = client;
    this.input = input;
  }

  static String taskId(int index) {
    return String.format("file-%06d", index + 1);
  }

  List<FileOutcome> outcomes() {
    List<FileOutcome> outcomes = new ArrayList<>();
    Deque<CompletableFuture<Task>> ahead = new ArrayDeque<>();
    int asked = 0;
    for (String path : input.paths()) {
      while (asked < input.paths().size() && ahead.size() < CALLS_AHEAD) {
        ahead.add(client.tasks().get(taskId(asked++)));
      }
      outcomes.add(outcome(path, ahead.remove()));
    }
    return outcomes;
  }

  private FileOutcome outcome(String path, CompletableFuture<Task> call) {
    FileFacts expected = FileFacts.of(input.root(), path);
    try {
      return FileOutcome.of(path, CaxtonException.join(call), expected);
    } catch (CaxtonException failure) {
      if (failure.reason() == ErrorReason.NOT_FOUND) {
        return FileOutcome.lost(path, expected);
      }
      throw failure;
    }
  }
}
