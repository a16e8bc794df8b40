package io.caxton.client;

import io.caxton.v1.NewTask;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.TasksGrpc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A list of any length in as few calls as the server's bounds allow: one after the other, so that
 * the tasks are stored in the list's order, and none after a call that failed.
 */
final class SubmitAll {
  /** What stands around the tasks: session, fleet, tags. */
  private static final int REQUEST_BYTES = 512;

  /** Of each task: tag and length. */
  private static final int ITEM_BYTES = 5;

  private static final String FIELD = "tasks[";

  private final Core core;
  private final String fleet;
  private final List<NewTask> tasks;

  SubmitAll(Core core, String fleet, List<NewTask> tasks) {
    this.core = core;
    this.fleet = fleet;
    this.tasks = List.copyOf(tasks);
  }

  CompletableFuture<SubmitTasksResponse> run() {
    int end = end(0);
    CompletableFuture<SubmitTasksResponse> first = call(0, end);
    return end == tasks.size() ? first : first.thenCompose(response -> rest(response, end));
  }

  private CompletableFuture<SubmitTasksResponse> rest(SubmitTasksResponse sofar, int from) {
    if (from == tasks.size()) {
      return CompletableFuture.completedFuture(sofar);
    }
    int end = end(from);
    return call(from, end)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(after(from, failure)))
        .thenCompose(response -> rest(joined(sofar, response), end));
  }

  /** Before which task a call that begins at {@code from} is full. One task always goes. */
  private int end(int from) {
    long bytes = REQUEST_BYTES;
    int end = from;
    while (end < tasks.size() && end - from < ClientConfig.ITEMS_MAX) {
      bytes += tasks.get(end).getSerializedSize() + ITEM_BYTES;
      if (bytes > ClientConfig.CALL_BYTES_MAX && end > from) {
        break;
      }
      end++;
    }
    return end;
  }

  private CompletableFuture<SubmitTasksResponse> call(int from, int end) {
    List<NewTask> part = tasks.subList(from, end);
    return core.mutate(
        TasksGrpc.getSubmitTasksMethod(),
        call ->
            SubmitTasksRequest.newBuilder().setCall(call).setFleet(fleet).addAllTasks(part).build(),
        0);
  }

  /** All results; the later position, which includes the earlier. */
  private static SubmitTasksResponse joined(SubmitTasksResponse sofar, SubmitTasksResponse next) {
    boolean replayed = sofar.getApplied().getReplayed() || next.getApplied().getReplayed();
    return sofar.toBuilder()
        .setApplied(next.getApplied().toBuilder().setReplayed(replayed))
        .addAllResults(next.getResultsList())
        .build();
  }

  /** Never definite: of the list as a whole something was done. */
  private Throwable after(int done, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof CaxtonException caxton)) {
      return cause;
    }
    Failure last = caxton.failure();
    List<FieldViolation> violations = new ArrayList<>();
    for (FieldViolation violation : last.violations()) {
      violations.add(new FieldViolation(inList(violation.field(), done), violation.description()));
    }
    Map<String, String> details = new LinkedHashMap<>(last.details());
    details.put("answered", Integer.toString(done));
    return new OutcomeUnknown(
        new Failure(
            last.cause(),
            last.reason(),
            false,
            "the first "
                + done
                + " of "
                + tasks.size()
                + " tasks were answered; the call after them: "
                + last.message(),
            last.retryMillis(),
            violations,
            details));
  }

  /** The server counts from the start of its call. */
  private static String inList(String field, int from) {
    int end = field.indexOf(']');
    if (!field.startsWith(FIELD) || end < 0) {
      return field;
    }
    int index = Integer.parseInt(field.substring(FIELD.length(), end));
    return FIELD + (from + index) + field.substring(end);
  }
}
