package io.caxton.client;

import io.caxton.v1.AwaitTaskRequest;
import io.caxton.v1.CountTasksRequest;
import io.caxton.v1.CountTasksResponse;
import io.caxton.v1.ExplainTaskRequest;
import io.caxton.v1.ExplainTaskResponse;
import io.caxton.v1.GetTaskRequest;
import io.caxton.v1.GetTaskResponse;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.ListTasksResponse;
import io.caxton.v1.NewTask;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.Submitted;
import io.caxton.v1.Task;
import io.caxton.v1.TaskFilter;
import io.caxton.v1.TaskState;
import io.caxton.v1.TasksGrpc;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The tasks of one fleet. */
public final class Tasks {
  /** The server waits at most so long for a task; longer waits ask again. */
  private static final long WAIT_MAX_MILLIS = 60_000;

  private final Core core;
  private final String fleet;
  private final Gatherer<NewTask, ?, ?, Submitted> submits;
  private final Gatherer<String, ?, ?, TaskState> cancels;

  Tasks(Core core, String fleet) {
    this.core = core;
    this.fleet = fleet;
    submits = new Gatherer<>(core, TaskGatherings.submit(fleet));
    cancels = new Gatherer<>(core, TaskGatherings.cancel(fleet));
  }

  /**
   * Stores a task. The result names its id and whether it was created: false if the same task was
   * there already. Gathered with other callers' submits.
   */
  public CompletableFuture<Submitted> submit(NewTask task) {
    return submits.offer(task);
  }

  /**
   * Stores tasks in this order; one result each. Not atomic: look at each result. Up to 1 000 tasks
   * of together 2 MiB are one call with one position, and a malformed task refuses them all. A
   * longer list is split into such calls, one after the other, each with the call time-out; applied
   * is that of the last. If one of them fails, those after it are not sent; once an earlier one was
   * answered, the failure is an OutcomeUnknown whose detail "answered" says for how many tasks.
   * With ids of the caller's choice the same list may simply be submitted again.
   */
  public CompletableFuture<SubmitTasksResponse> submitAll(List<NewTask> tasks) {
    return new SubmitAll(core, fleet, tasks).run();
  }

  /** Gives the CaxtonException of a refused item of {@link #submitAll}; empty if it was stored. */
  public static Optional<CaxtonException> refusal(SubmitResult result) {
    return result.hasRefusal()
        ? Optional.of(Failure.exception(result.getRefusal()))
        : Optional.empty();
  }

  /** Cancels a pending or running task, whoever owns it; gives the state it is in then. */
  public CompletableFuture<TaskState> cancel(String taskId) {
    return cancels.offer(taskId);
  }

  /** What an agent does with the tasks granted to it. Keep the object: it gathers its calls. */
  public GrantedTasks of(AgentEpoch agent) {
    return new GrantedTasks(core, fleet, agent);
  }

  /** The task with its payload and result. */
  public CompletableFuture<Task> get(String taskId) {
    return get(taskId, ReadOptions.getDefaultInstance()).thenApply(GetTaskResponse::getTask);
  }

  public CompletableFuture<GetTaskResponse> get(String taskId, ReadOptions read) {
    return core.read(
        TasksGrpc.getGetTaskMethod(),
        GetTaskRequest.newBuilder().setFleet(fleet).setTaskId(taskId).setRead(read).build(),
        read);
  }

  /** Why the task is where it is, who could take it, and when something happens next. */
  public CompletableFuture<ExplainTaskResponse> explain(String taskId, ReadOptions read) {
    return core.read(
        TasksGrpc.getExplainTaskMethod(),
        ExplainTaskRequest.newBuilder().setFleet(fleet).setTaskId(taskId).setRead(read).build(),
        read);
  }

  /** One page; the fleet in the request is set by this call. */
  public CompletableFuture<ListTasksResponse> list(ListTasksRequest request) {
    return core.read(
        TasksGrpc.getListTasksMethod(),
        request.toBuilder().setFleet(fleet).build(),
        request.getRead());
  }

  public CompletableFuture<CountTasksResponse> count(TaskFilter filter, ReadOptions read) {
    return core.read(
        TasksGrpc.getCountTasksMethod(),
        CountTasksRequest.newBuilder().setFleet(fleet).setFilter(filter).setRead(read).build(),
        read);
  }

  /**
   * The task with its result when it has ended, or as it is when the time is over: its state says
   * which.
   */
  public CompletableFuture<Task> await(String taskId, Duration atMost) {
    return awaitUntil(taskId, System.nanoTime() + atMost.toNanos());
  }

  private CompletableFuture<Task> awaitUntil(String taskId, long untilNanos) {
    long leftMillis = Math.max(1, (untilNanos - System.nanoTime()) / 1_000_000);
    int waitMillis = (int) Math.min(leftMillis, WAIT_MAX_MILLIS);
    AwaitTaskRequest request =
        AwaitTaskRequest.newBuilder()
            .setFleet(fleet)
            .setTaskId(taskId)
            .setWaitMillis(waitMillis)
            .build();
    return core.ask(core.leader(), TasksGrpc.getAwaitTaskMethod(), request, waitMillis * 1_000_000L)
        .thenCompose(
            response ->
                ended(response.getTask()) || System.nanoTime() - untilNanos >= 0
                    ? CompletableFuture.completedFuture(response.getTask())
                    : awaitUntil(taskId, untilNanos));
  }

  /** True for a task that will not run again unless somebody redrives it. */
  public static boolean ended(Task task) {
    return switch (task.getState()) {
      case TASK_STATE_COMPLETED, TASK_STATE_FAILED, TASK_STATE_CANCELLED, TASK_STATE_DEAD -> true;
      default -> false;
    };
  }
}
