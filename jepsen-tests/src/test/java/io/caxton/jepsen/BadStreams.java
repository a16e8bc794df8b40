package io.caxton.jepsen;

import io.caxton.jepsen.client.RawError;
import io.caxton.jepsen.client.RawNode;
import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.MessageId;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.OpenInbox;
import io.caxton.v1.StreamGrantsRequest;
import io.caxton.v1.StreamGrantsResponse;
import io.caxton.v1.StreamMessagesRequest;
import io.caxton.v1.StreamMessagesResponse;
import io.caxton.v1.WatchRequest;
import io.caxton.v1.WatchesGrpc;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Grant and message streams that begin or go on wrong, and watches of what makes no sense. */
final class BadStreams {
  private BadStreams() {}

  static List<String> wrong(RawNode node) {
    OpenGrants open =
        OpenGrants.newBuilder().setAgentId("good").setEpoch(1).addQueues("nothing-there").build();
    StreamGrantsRequest credit = StreamGrantsRequest.newBuilder().setCredit(1).build();
    List<String> wrong = new ArrayList<>();
    expect(wrong, node, ErrorReason.INVALID_ARGUMENT, "message", credit);
    expect(
        wrong,
        node,
        ErrorReason.INVALID_ARGUMENT,
        "message",
        StreamGrantsRequest.getDefaultInstance());
    expect(wrong, node, ErrorReason.INVALID_ARGUMENT, "open", opening(open), opening(open));
    expect(
        wrong,
        node,
        ErrorReason.INVALID_ARGUMENT,
        "credit",
        opening(open.toBuilder().setCredit(10_001).build()));
    expect(
        wrong,
        node,
        ErrorReason.INVALID_ARGUMENT,
        "credit",
        opening(open.toBuilder().setCredit(10_000).build()),
        credit);
    expect(
        wrong,
        node,
        ErrorReason.INVALID_ARGUMENT,
        "agent_id",
        opening(open.toBuilder().clearAgentId().build()));
    expect(
        wrong,
        node,
        ErrorReason.INVALID_ARGUMENT,
        "lease_millis",
        opening(open.toBuilder().setLeaseMillis(1).build()));
    expect(
        wrong,
        node,
        ErrorReason.NOT_FOUND,
        "",
        opening(open.toBuilder().setAgentId("nobody").build()));
    expect(wrong, node, ErrorReason.STALE_EPOCH, "", opening(open.toBuilder().setEpoch(7).build()));
    inbox(wrong, node);
    watch(wrong, node, "fleet", WatchRequest.newBuilder().setFleet("not good!"));
    watch(wrong, node, "from_position", WatchRequest.newBuilder().setFromPosition(-1));
    watch(wrong, node, "nouns[0]", WatchRequest.newBuilder().addNounsValue(0));
    watch(wrong, node, "nouns[1]", WatchRequest.newBuilder().addNounsValue(1).addNounsValue(9));
    watch(wrong, node, "id_prefix", WatchRequest.newBuilder().setIdPrefix("not good!"));
    watch(wrong, node, "queue", WatchRequest.newBuilder().setQueue("q".repeat(129)));
    return wrong;
  }

  private static void inbox(List<String> wrong, RawNode node) {
    OpenInbox open = OpenInbox.newBuilder().setAgentId("good").setEpoch(1).build();
    ErrorReason invalid = ErrorReason.INVALID_ARGUMENT;
    inbox(wrong, node, invalid, "agent_id", open.toBuilder().clearAgentId());
    inbox(wrong, node, invalid, "fleet", open.toBuilder().setFleet("not good!"));
    inbox(wrong, node, invalid, "credit", open.toBuilder().setCredit(10_001));
    inbox(
        wrong,
        node,
        invalid,
        "held[0].seq",
        open.toBuilder().addHeld(MessageId.newBuilder().setConversationId("c")));
    inbox(wrong, node, ErrorReason.NOT_FOUND, "", open.toBuilder().setAgentId("nobody"));
    inbox(wrong, node, ErrorReason.STALE_EPOCH, "", open.toBuilder().setEpoch(7));
  }

  private static void inbox(
      List<String> wrong, RawNode node, ErrorReason reason, String field, OpenInbox.Builder open) {
    Ending<StreamMessagesResponse> end = new Ending<>();
    ConversationsGrpc.newStub(node.channel())
        .withDeadlineAfter(5, TimeUnit.SECONDS)
        .streamMessages(end)
        .onNext(StreamMessagesRequest.newBuilder().setOpen(open).build());
    RawError error = end.error.join();
    if (error.reason() != reason || !error.field().equals(field)) {
      wrong.add(open + " expected " + reason + " of " + field + ", was " + error);
    }
  }

  /** How a stream that must fail ended. */
  private static final class Ending<R> implements StreamObserver<R> {
    final CompletableFuture<RawError> error = new CompletableFuture<>();

    @Override
    public void onNext(R response) {}

    @Override
    public void onError(Throwable thrown) {
      error.complete(RawError.of((StatusRuntimeException) thrown));
    }

    @Override
    public void onCompleted() {
      error.completeExceptionally(new AssertionError("ended without an error"));
    }
  }

  private static void watch(
      List<String> wrong, RawNode node, String field, WatchRequest.Builder request) {
    try {
      WatchesGrpc.newBlockingStub(node.channel())
          .withDeadlineAfter(5, TimeUnit.SECONDS)
          .watch(request.build())
          .next();
      wrong.add(request + " was accepted");
    } catch (StatusRuntimeException refused) {
      RawError error = RawError.of(refused);
      if (error.reason() != ErrorReason.INVALID_ARGUMENT || !error.field().equals(field)) {
        wrong.add(request + " expected INVALID_ARGUMENT of " + field + ", was " + error);
      }
    }
  }

  private static StreamGrantsRequest opening(OpenGrants open) {
    return StreamGrantsRequest.newBuilder().setOpen(open).build();
  }

  private static void expect(
      List<String> wrong,
      RawNode node,
      ErrorReason reason,
      String field,
      StreamGrantsRequest... messages) {
    Ending<StreamGrantsResponse> end = new Ending<>();
    StreamObserver<StreamGrantsRequest> requests =
        node.taskStreams().withDeadlineAfter(5, TimeUnit.SECONDS).streamGrants(end);
    try {
      for (StreamGrantsRequest message : messages) {
        requests.onNext(message);
      }
    } catch (IllegalStateException alreadyEnded) {
      // The error says why.
    }
    RawError error = end.error.join();
    if (error.reason() != reason || !error.field().equals(field)) {
      wrong.add(List.of(messages) + " expected " + reason + " of " + field + ", was " + error);
    }
  }
}
