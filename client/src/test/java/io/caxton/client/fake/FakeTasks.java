package io.caxton.client.fake;

import com.google.protobuf.Message;
import io.caxton.v1.Applied;
import io.caxton.v1.AwaitTaskRequest;
import io.caxton.v1.AwaitTaskResponse;
import io.caxton.v1.Call;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.CompleteTasksResponse;
import io.caxton.v1.Completion;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ExtendResult;
import io.caxton.v1.ExtendTasksRequest;
import io.caxton.v1.ExtendTasksResponse;
import io.caxton.v1.Extension;
import io.caxton.v1.FailTasksRequest;
import io.caxton.v1.FailTasksResponse;
import io.caxton.v1.Failure;
import io.caxton.v1.GetTaskRequest;
import io.caxton.v1.GetTaskResponse;
import io.caxton.v1.ItemResult;
import io.caxton.v1.NewTask;
import io.caxton.v1.Refusal;
import io.caxton.v1.Release;
import io.caxton.v1.ReleaseTasksRequest;
import io.caxton.v1.ReleaseTasksResponse;
import io.caxton.v1.StreamGrantsRequest;
import io.caxton.v1.StreamGrantsResponse;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.Submitted;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import io.caxton.v1.TasksGrpc;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Function;

/** Tasks with a FIFO queue, fences, and ids that collide when the content differs. */
final class FakeTasks extends TasksGrpc.TasksImplBase {
  /** A task with this queue refuses its whole call, as a malformed one does. */
  static final String MALFORMED = "malformed!";

  private static final int ITEMS_MAX = 1_000;
  private static final int REQUEST_BYTES_MAX = 2 << 20;

  private final FakeNode node;
  private final FakeState state;

  FakeTasks(FakeNode node) {
    this.node = node;
    state = node.cluster.state();
  }

  @Override
  public void submitTasks(SubmitTasksRequest request, StreamObserver<SubmitTasksResponse> out) {
    int count = request.getTasksCount();
    if (count < 1 || count > ITEMS_MAX || request.getSerializedSize() > REQUEST_BYTES_MAX) {
      out.onError(FakeErrors.badField("tasks"));
      return;
    }
    for (int i = 0; i < request.getTasksCount(); i++) {
      if (request.getTasks(i).getQueue().equals(MALFORMED)) {
        out.onError(FakeErrors.badField("tasks[" + i + "].queue"));
        return;
      }
    }
    mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          var response = SubmitTasksResponse.newBuilder();
          response.setApplied(Applied.newBuilder().setPosition(position));
          int i = 0;
          for (NewTask task : request.getTasksList()) {
            response.addResults(submit(task, position + "-" + i++));
          }
          return response.build();
        });
  }

  private SubmitResult submit(NewTask task, String generatedId) {
    String id = task.getId().isEmpty() ? generatedId : task.getId();
    Task.Builder there = state.tasks.get(id);
    Submitted.Builder submitted = Submitted.newBuilder();
    if (task.getId().isEmpty()) {
      submitted.setTaskId(id);
    }
    if (there == null) {
      state.tasks.put(
          id,
          Task.newBuilder()
              .setId(id)
              .setPayload(task.getPayload())
              .setState(TaskState.TASK_STATE_PENDING));
      state.ready.add(id);
    } else if (!there.getPayload().equals(task.getPayload())) {
      return SubmitResult.newBuilder()
          .setRefusal(FakeState.refusal(ErrorReason.ALREADY_EXISTS))
          .build();
    }
    return SubmitResult.newBuilder().setSubmitted(submitted.setCreated(there == null)).build();
  }

  @Override
  public void claimTasks(ClaimTasksRequest request, StreamObserver<ClaimTasksResponse> out) {
    mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position ->
            ClaimTasksResponse.newBuilder()
                .addAllGrants(
                    state.grant(
                        request.getAgentId(),
                        request.getEpoch(),
                        request.getMaxTasks(),
                        request.getLeaseMillis()))
                .build());
  }

  @Override
  public StreamObserver<StreamGrantsRequest> streamGrants(
      StreamObserver<StreamGrantsResponse> out) {
    return node.grants().open(out);
  }

  @Override
  public void extendTasks(ExtendTasksRequest request, StreamObserver<ExtendTasksResponse> out) {
    mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          var response = ExtendTasksResponse.newBuilder();
          for (Extension extension : request.getExtensionsList()) {
            var refusal = state.refuseFence(extension.getTaskId(), extension.getFence());
            var result = ExtendResult.newBuilder();
            refusal.ifPresentOrElse(
                result::setRefusal,
                () ->
                    result.setLeaseMillis(
                        extension.getLeaseMillis() == 0
                            ? state.tasks.get(extension.getTaskId()).getLeaseMillis()
                            : extension.getLeaseMillis()));
            response.addResults(result);
          }
          return response.build();
        });
  }

  @Override
  public void completeTasks(
      CompleteTasksRequest request, StreamObserver<CompleteTasksResponse> out) {
    mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          var response = CompleteTasksResponse.newBuilder();
          for (Completion item : request.getCompletionsList()) {
            response.addResults(
                end(
                    request.getAgentId(),
                    request.getEpoch(),
                    item.getTaskId(),
                    item.getFence(),
                    TaskState.TASK_STATE_COMPLETED));
          }
          return response.build();
        });
  }

  @Override
  public void failTasks(FailTasksRequest request, StreamObserver<FailTasksResponse> out) {
    mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          var response = FailTasksResponse.newBuilder();
          for (Failure item : request.getFailuresList()) {
            response.addResults(
                end(
                    request.getAgentId(),
                    request.getEpoch(),
                    item.getTaskId(),
                    item.getFence(),
                    item.getFinal() ? TaskState.TASK_STATE_DEAD : TaskState.TASK_STATE_PENDING));
          }
          return response.build();
        });
  }

  @Override
  public void releaseTasks(ReleaseTasksRequest request, StreamObserver<ReleaseTasksResponse> out) {
    mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          var response = ReleaseTasksResponse.newBuilder();
          for (Release item : request.getReleasesList()) {
            response.addResults(
                end(
                    request.getAgentId(),
                    request.getEpoch(),
                    item.getTaskId(),
                    item.getFence(),
                    TaskState.TASK_STATE_PENDING));
          }
          return response.build();
        });
  }

  private ItemResult end(String agentId, long epoch, String taskId, long fence, TaskState then) {
    Optional<Refusal> refusal =
        state.refuseEpoch(agentId, epoch).or(() -> state.refuseFence(taskId, fence));
    if (refusal.isPresent()) {
      return ItemResult.newBuilder().setRefusal(refusal.get()).build();
    }
    state.tasks.get(taskId).setState(then);
    if (then == TaskState.TASK_STATE_PENDING) {
      state.ready.add(taskId);
    }
    return ItemResult.newBuilder().setState(then).build();
  }

  @Override
  public void getTask(GetTaskRequest request, StreamObserver<GetTaskResponse> out) {
    node.read(
        out,
        () ->
            GetTaskResponse.newBuilder()
                .setTask(
                    state
                        .task(request.getTaskId())
                        .orElseThrow(() -> FakeErrors.of(ErrorReason.NOT_FOUND)))
                .build());
  }

  @Override
  public void awaitTask(AwaitTaskRequest request, StreamObserver<AwaitTaskResponse> out) {
    node.read(
        out,
        () ->
            AwaitTaskResponse.newBuilder()
                .setTask(state.task(request.getTaskId()).orElseThrow())
                .build());
  }

  private <R extends Message> void mutate(
      StreamObserver<R> out, Call call, Message content, Function<Long, R> work) {
    node.mutate(out, call, content, work);
    node.cluster.pump();
  }
}
