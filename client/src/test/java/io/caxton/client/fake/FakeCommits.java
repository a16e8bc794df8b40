package io.caxton.client.fake;

import io.caxton.v1.CommitRequest;
import io.caxton.v1.CommitResponse;
import io.caxton.v1.CommitsGrpc;
import io.caxton.v1.Completion;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Event;
import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewMessage;
import io.caxton.v1.Refusal;
import io.caxton.v1.TaskState;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Atomic commits of a fake cluster: everything is checked before anything changes. */
final class FakeCommits extends CommitsGrpc.CommitsImplBase {
  private final FakeNode node;
  private final FakeState state;

  FakeCommits(FakeNode node) {
    this.node = node;
    state = node.cluster.state();
  }

  @Override
  public void commit(CommitRequest request, StreamObserver<CommitResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          List<Event> events =
              state.journals.computeIfAbsent(request.getAgentId(), id -> new ArrayList<>());
          check(request, events);
          return change(request, events, position);
        });
  }

  private void check(CommitRequest request, List<Event> events) {
    state
        .refuseEpoch(request.getAgentId(), request.getEpoch())
        .ifPresent(
            stale -> {
              throw FakeErrors.of(stale.getReason());
            });
    if (request.hasExpectedLastSeq() && request.getExpectedLastSeq() != events.size()) {
      throw FakeErrors.of(
          ErrorReason.JOURNAL_CONFLICT, Map.of("last_seq", Integer.toString(events.size())));
    }
    for (MessageId id : request.getAcksList()) {
      if (state.acked.contains(id.getSeq())) {
        throw FakeErrors.badField(ErrorReason.NOT_FOUND, "acks[0]");
      }
    }
    for (Completion completion : request.getCompletionsList()) {
      Optional<Refusal> refusal = state.refuseFence(completion.getTaskId(), completion.getFence());
      if (refusal.isPresent()) {
        throw FakeErrors.badField(refusal.get().getReason(), "completions[0]");
      }
    }
    for (NewMessage message : request.getMessagesList()) {
      if (message.getToAgent().equals("nobody")) {
        throw FakeErrors.badField(ErrorReason.NO_PROVIDER, "messages[0]");
      }
    }
  }

  private CommitResponse change(CommitRequest request, List<Event> events, long position) {
    CommitResponse.Builder response = CommitResponse.newBuilder();
    if (request.getEventsCount() > 0) {
      response.setFirstSeq(events.size() + 1).setLastSeq(events.size() + request.getEventsCount());
    }
    for (NewEvent event : request.getEventsList()) {
      events.add(
          Event.newBuilder()
              .setSeq(events.size() + 1)
              .setPartitionKey(event.getPartitionKey())
              .setBody(event.getBody())
              .setPosition(position)
              .build());
    }
    request.getAcksList().forEach(id -> state.acked.add(id.getSeq()));
    request
        .getCompletionsList()
        .forEach(
            completion ->
                state
                    .tasks
                    .get(completion.getTaskId())
                    .setState(TaskState.TASK_STATE_COMPLETED)
                    .setResult(completion.getResult()));
    for (NewMessage message : request.getMessagesList()) {
      state.sent.add(
          Message.newBuilder()
              .setToAgent(message.getToAgent())
              .setPerformative(message.getPerformative())
              .setInReplyTo(message.getInReplyTo())
              .setBody(message.getBody())
              .build());
    }
    return response.build();
  }
}
