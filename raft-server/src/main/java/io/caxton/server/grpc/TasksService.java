package io.caxton.server.grpc;

import io.caxton.server.propose.Priority;
import io.caxton.v1.AwaitTaskRequest;
import io.caxton.v1.AwaitTaskResponse;
import io.caxton.v1.CancelTasksRequest;
import io.caxton.v1.CancelTasksResponse;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.Command;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.CompleteTasksResponse;
import io.caxton.v1.CountTasksRequest;
import io.caxton.v1.CountTasksResponse;
import io.caxton.v1.ExplainTaskRequest;
import io.caxton.v1.ExplainTaskResponse;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.ExtendTasksResponse;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.FailTasksResponse;
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
import io.caxton.v1.PurgeDeadTasksRequest;
import io.caxton.v1.PurgeDeadTasksResponse;
import io.caxton.v1.PurgeQueueRequest;
import io.caxton.v1.PurgeQueueResponse;
import io.caxton.v1.PutQueueRequest;
import io.caxton.v1.PutQueueResponse;
import io.caxton.v1.RedriveTasksRequest;
import io.caxton.v1.RedriveTasksResponse;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.ReleaseTasksResponse;
import io.caxton.v1.Reply;
import io.caxton.v1.SettleLateResultRequest;
import io.caxton.v1.SettleLateResultResponse;
import io.caxton.v1.SteerQueueRequest;
import io.caxton.v1.SteerQueueResponse;
import io.caxton.v1.StreamGrantsRequest;
import io.caxton.v1.StreamGrantsResponse;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.TasksGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** Tasks and queues over gRPC. */
final class TasksService extends TasksGrpc.TasksImplBase {
  private final Writes writes;
  private final TaskAnswers reads;
  private final ClaimDesk claims;
  private final TaskWaiters waiters;
  private final PushStreams streams;
  private final StreamLimit limit;

  TasksService(
      Writes writes,
      TaskAnswers reads,
      ClaimDesk claims,
      TaskWaiters waiters,
      PushStreams streams,
      StreamLimit limit) {
    this.writes = writes;
    this.reads = reads;
    this.claims = claims;
    this.waiters = waiters;
    this.streams = streams;
    this.limit = limit;
  }

  @Override
  public void submitTasks(SubmitTasksRequest request, StreamObserver<SubmitTasksResponse> call) {
    Command command = Command.newBuilder().setSubmitTasks(request).build();
    writes.answer(call, command, Priority.NEW_WORK, Reply::getSubmitTasks);
  }

  @Override
  public void claimTasks(ClaimTasksRequest request, StreamObserver<ClaimTasksResponse> call) {
    Answers.send(call, () -> claims.claim(request, Answers.cancelled(call)));
  }

  @Override
  public StreamObserver<StreamGrantsRequest> streamGrants(
      StreamObserver<StreamGrantsResponse> call) {
    PushStream<StreamGrantsResponse> push =
        new PushStream<>(
            (ServerCallStreamObserver<StreamGrantsResponse>) call, claims.lines(), streams, limit);
    push.begin();
    return new GrantStream(push, writes, claims);
  }

  @Override
  public void extendTasks(ExtendTasksRequest request, StreamObserver<ExtendTasksResponse> call) {
    Command command = Command.newBuilder().setExtendTasks(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getExtendTasks);
  }

  @Override
  public void completeTasks(
      CompleteTasksRequest request, StreamObserver<CompleteTasksResponse> call) {
    Command command = Command.newBuilder().setCompleteTasks(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getCompleteTasks);
  }

  @Override
  public void failTasks(FailTasksRequest request, StreamObserver<FailTasksResponse> call) {
    Command command = Command.newBuilder().setFailTasks(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getFailTasks);
  }

  @Override
  public void releaseTasks(ReleaseTasksRequest request, StreamObserver<ReleaseTasksResponse> call) {
    Command command = Command.newBuilder().setReleaseTasks(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getReleaseTasks);
  }

  @Override
  public void cancelTasks(CancelTasksRequest request, StreamObserver<CancelTasksResponse> call) {
    Command command = Command.newBuilder().setCancelTasks(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getCancelTasks);
  }

  @Override
  public void putQueue(PutQueueRequest request, StreamObserver<PutQueueResponse> call) {
    Command command = Command.newBuilder().setPutQueue(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getPutQueue);
  }

  @Override
  public void steerQueue(SteerQueueRequest request, StreamObserver<SteerQueueResponse> call) {
    Command command = Command.newBuilder().setSteerQueue(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getSteerQueue);
  }

  @Override
  public void purgeQueue(PurgeQueueRequest request, StreamObserver<PurgeQueueResponse> call) {
    Command command = Command.newBuilder().setPurgeQueue(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getPurgeQueue);
  }

  @Override
  public void redriveTasks(RedriveTasksRequest request, StreamObserver<RedriveTasksResponse> call) {
    Command command = Command.newBuilder().setRedriveTasks(request).build();
    writes.answer(call, command, Priority.NEW_WORK, Reply::getRedriveTasks);
  }

  @Override
  public void purgeDeadTasks(
      PurgeDeadTasksRequest request, StreamObserver<PurgeDeadTasksResponse> call) {
    Command command = Command.newBuilder().setPurgeDeadTasks(request).build();
    writes.answer(call, command, Priority.ORDINARY, Reply::getPurgeDeadTasks);
  }

  @Override
  public void settleLateResult(
      SettleLateResultRequest request, StreamObserver<SettleLateResultResponse> call) {
    Command command = Command.newBuilder().setSettleLateResult(request).build();
    writes.answer(call, command, Priority.FINISHING, Reply::getSettleLateResult);
  }

  @Override
  public void getQueueStats(
      GetQueueStatsRequest request, StreamObserver<GetQueueStatsResponse> call) {
    reads.queueStats(request, call);
  }

  @Override
  public void getTask(GetTaskRequest request, StreamObserver<GetTaskResponse> call) {
    reads.get(request, call);
  }

  @Override
  public void explainTask(ExplainTaskRequest request, StreamObserver<ExplainTaskResponse> call) {
    reads.explain(request, writes.leads() ? Optional.of(claims.lines()) : Optional.empty(), call);
  }

  @Override
  public void listTasks(ListTasksRequest request, StreamObserver<ListTasksResponse> call) {
    reads.list(request, call);
  }

  @Override
  public void countTasks(CountTasksRequest request, StreamObserver<CountTasksResponse> call) {
    reads.count(request, call);
  }

  @Override
  public void getQueue(GetQueueRequest request, StreamObserver<GetQueueResponse> call) {
    reads.queue(request, call);
  }

  @Override
  public void listQueues(ListQueuesRequest request, StreamObserver<ListQueuesResponse> call) {
    reads.queues(request, call);
  }

  @Override
  public void awaitTask(AwaitTaskRequest request, StreamObserver<AwaitTaskResponse> call) {
    Answers.send(
        call,
        () -> {
          writes.requireLeader();
          return reads.await(request, waiters);
        });
  }
}
