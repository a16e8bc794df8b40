package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.server.propose.Priority;
import io.caxton.state.RequestValidator;
import io.caxton.v1.Command;
import io.caxton.v1.OpenInbox;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.ReceiveMessagesResponse;
import io.caxton.v1.RedeliverMessages;
import io.caxton.v1.StreamMessagesRequest;
import io.caxton.v1.StreamMessagesResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An agent's side of a stream of messages; see {@link PushStream}. */
final class InboxStream implements StreamObserver<StreamMessagesRequest> {
  private final PushStream<StreamMessagesResponse> push;
  private final Writes writes;
  private final InboxDesk desk;

  InboxStream(PushStream<StreamMessagesResponse> push, Writes writes, InboxDesk desk) {
    this.push = push;
    this.writes = writes;
    this.desk = desk;
  }

  @Override
  public void onNext(StreamMessagesRequest message) {
    try {
      switch (message.getMessageCase()) {
        case OPEN -> open(message.getOpen());
        case CREDIT -> push.addCredit(message.getCredit());
        case MESSAGE_NOT_SET -> throw RefusedException.invalid("message", "must be open or credit");
      }
    } catch (RuntimeException e) {
      push.fail(e);
    }
  }

  private void open(OpenInbox request) {
    writes.requireLeader();
    RefusedException.throwIf(RequestValidator.checkRead(request));
    push.open(new Source(request), request.getCredit());
  }

  @Override
  public void onError(Throwable cause) {
    push.leave();
  }

  @Override
  public void onCompleted() {
    push.complete();
  }

  private final class Source implements PushStream.Source<StreamMessagesResponse> {
    private final OpenInbox open;
    private final ReceiveMessagesRequest receive;
    private final List<WaitingLines.Key> keys;

    Source(OpenInbox open) {
      this.open = open;
      receive =
          ReceiveMessagesRequest.newBuilder()
              .setFleet(open.getFleet())
              .setAgentId(open.getAgentId())
              .setEpoch(open.getEpoch())
              .build();
      keys = InboxDesk.keys(receive);
    }

    @Override
    public String fleet() {
      return open.getFleet();
    }

    @Override
    public String agentId() {
      return open.getAgentId();
    }

    @Override
    public long epoch() {
      return open.getEpoch();
    }

    @Override
    public List<WaitingLines.Key> keys() {
      return keys;
    }

    /** Puts them back into the inbox: they come with the first take. */
    @Override
    public CompletableFuture<PushStream.Delivery<StreamMessagesResponse>> redeliver() {
      Command redeliver =
          Command.newBuilder()
              .setRedeliverMessages(
                  RedeliverMessages.newBuilder()
                      .setFleet(open.getFleet())
                      .setAgentId(open.getAgentId())
                      .setEpoch(open.getEpoch())
                      .addAllHeld(open.getHeldList()))
              .build();
      return writes
          .proposeInternal(redeliver, Priority.FINISHING)
          .thenApply(result -> new PushStream.Delivery<>(Optional.empty(), 0));
    }

    @Override
    public CompletableFuture<PushStream.Delivery<StreamMessagesResponse>> take(int max) {
      return desk.receiveForStream(receive.toBuilder().setMaxMessages(max).build())
          .thenApply(Source.this::delivery);
    }

    private PushStream.Delivery<StreamMessagesResponse> delivery(ReceiveMessagesResponse taken) {
      return taken.getMessagesCount() == 0
          ? new PushStream.Delivery<>(Optional.empty(), 0)
          : new PushStream.Delivery<>(
              Optional.of(
                  StreamMessagesResponse.newBuilder()
                      .addAllMessages(taken.getMessagesList())
                      .build()),
              taken.getMessagesCount());
    }
  }
}
