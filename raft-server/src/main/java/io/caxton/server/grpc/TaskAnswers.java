package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.state.State;
import io.caxton.state.feed.Feed;
import io.caxton.state.read.QueueReads;
import io.caxton.state.read.TaskExplanation;
import io.caxton.state.read.TaskReads;
import io.caxton.v1.AwaitTaskRequest;
import io.caxton.v1.AwaitTaskResponse;
import io.caxton.v1.CountTasksRequest;
import io.caxton.v1.CountTasksResponse;
import io.caxton.v1.CountTasksResponse.StateCount;
import io.caxton.v1.ExplainTaskRequest;
import io.caxton.v1.ExplainTaskResponse;
import io.caxton.v1.GetQueueRequest;
import io.caxton.v1.GetQueueResponse;
import io.caxton.v1.GetQueueStatsRequest;
import io.caxton.v1.GetQueueStatsResponse;
import io.caxton.v1.GetTaskRequest;
import io.caxton.v1.GetTaskResponse;
import io.caxton.v1.ListQueuesRequest;
import io.caxton.v1.ListQueuesResponse;
import io.caxton.v1.ListTasksRequest;
import io.caxton.v1.ListTasksResponse;
import io.caxton.v1.Queue;
import io.caxton.v1.ReadOptions;
import io.caxton.v1.Task;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** What can be read of tasks and queues. */
final class TaskAnswers {
  private static final ReadOptions LINEARIZABLE = ReadOptions.getDefaultInstance();

  private final Reads reads;

  TaskAnswers(Reads reads) {
    this.reads = reads;
  }

  void get(GetTaskRequest request, StreamObserver<GetTaskResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            GetTaskResponse.newBuilder()
                .setInfo(info)
                .setTask(task(state, request.getFleet(), request.getTaskId()))
                .build());
  }

  /** With {@code lines}, those of the leader, it also tells who waits. */
  void explain(
      ExplainTaskRequest request,
      Optional<WaitingLines> lines,
      StreamObserver<ExplainTaskResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) -> {
          Task task = task(state, request.getFleet(), request.getTaskId());
          OptionalInt waiting =
              lines.isEmpty()
                  ? OptionalInt.empty()
                  : OptionalInt.of(
                      lines
                          .get()
                          .waitingAt(
                              ClaimDesk.key(
                                  Fleets.name(request.getFleet()),
                                  task.getQueue(),
                                  task.getCapability())));
          return TaskExplanation.of(state, request.getFleet(), task, waiting).toBuilder()
              .setInfo(info)
              .build();
        });
  }

  void list(ListTasksRequest request, StreamObserver<ListTasksResponse> call) {
    reads.answerPage(
        call,
        request,
        request.toBuilder().clearPage().clearRead().build(),
        request.getPage(),
        request.getRead(),
        state -> TaskReads.list(state, request.getFleet(), request.getFilter()),
        slice -> {
          ListTasksResponse.Builder response =
              ListTasksResponse.newBuilder()
                  .setInfo(slice.info())
                  .setNextPageToken(slice.nextToken());
          slice.items().forEach(task -> response.addTasks(Feed.strip(task)));
          return response.build();
        });
  }

  void count(CountTasksRequest request, StreamObserver<CountTasksResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) -> {
          List<StateCount> byState =
              TaskReads.count(state, request.getFleet(), request.getFilter());
          return CountTasksResponse.newBuilder()
              .setInfo(info)
              .setCount(byState.stream().mapToLong(StateCount::getCount).sum())
              .addAllByState(byState)
              .build();
        });
  }

  void queue(GetQueueRequest request, StreamObserver<GetQueueResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            GetQueueResponse.newBuilder()
                .setInfo(info)
                .setQueue(queue(state, request.getFleet(), request.getName()))
                .build());
  }

  void queueStats(GetQueueStatsRequest request, StreamObserver<GetQueueStatsResponse> call) {
    reads.answer(
        call,
        request,
        request.getRead(),
        (state, info) ->
            GetQueueStatsResponse.newBuilder()
                .setInfo(info)
                .setStats(
                    QueueReads.stats(
                        state,
                        request.getFleet(),
                        queue(state, request.getFleet(), request.getName())))
                .build());
  }

  private static Queue queue(State state, String fleet, String name) {
    return state.queue(fleet, name).orElseThrow(() -> RefusedException.notFound("queue", name));
  }

  void queues(ListQueuesRequest request, StreamObserver<ListQueuesResponse> call) {
    reads.answerPage(
        call,
        request,
        request.toBuilder().clearPage().clearRead().build(),
        request.getPage(),
        request.getRead(),
        state -> QueueReads.list(state, request.getFleet()),
        slice ->
            ListQueuesResponse.newBuilder()
                .setInfo(slice.info())
                .addAllQueues(slice.items())
                .setNextPageToken(slice.nextToken())
                .build());
  }

  /** Waits for the end of a task: first listens, then reads, so that no end is missed. */
  CompletableFuture<AwaitTaskResponse> await(AwaitTaskRequest request, TaskWaiters waiters) {
    Reads.check(request);
    TaskWaiters.Waiter waiter =
        waiters.listen(request.getFleet(), request.getTaskId(), request.getWaitMillis());
    return reads
        .state(LINEARIZABLE)
        .thenCompose(
            state -> {
              Task task = task(state, request.getFleet(), request.getTaskId());
              return hasEnded(task)
                  ? CompletableFuture.completedFuture(answer(state, task))
                  : waiter
                      .ended()
                      .thenCompose(ended -> reads.state(LINEARIZABLE))
                      .thenApply(
                          later ->
                              answer(later, task(later, request.getFleet(), request.getTaskId())));
            })
        .whenComplete((answer, failure) -> waiters.forget(waiter));
  }

  private AwaitTaskResponse answer(State state, Task task) {
    return AwaitTaskResponse.newBuilder()
        .setInfo(reads.info(state, LINEARIZABLE))
        .setTask(task.toBuilder().clearPayload())
        .build();
  }

  private static boolean hasEnded(Task task) {
    return task.getFinishedTick() != 0;
  }

  private static Task task(State state, String fleet, String id) {
    return state.task(fleet, id).orElseThrow(() -> RefusedException.notFound("task", id));
  }
}
