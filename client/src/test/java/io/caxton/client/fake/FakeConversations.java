package io.caxton.client.fake;

import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.AckMessagesResponse;
import io.caxton.v1.AckResult;
import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.NackMessagesRequest;
import io.caxton.v1.NackMessagesResponse;
import io.caxton.v1.NewMessage;
import io.caxton.v1.Refusal;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.SendMessagesResponse;
import io.caxton.v1.SendResult;
import io.caxton.v1.Sent;
import io.caxton.v1.StreamMessagesRequest;
import io.caxton.v1.StreamMessagesResponse;
import io.grpc.stub.StreamObserver;

/** One inbox for all; a message to "full" is refused. */
final class FakeConversations extends ConversationsGrpc.ConversationsImplBase {
  private final FakeNode node;
  private final FakeState state;

  FakeConversations(FakeNode node) {
    this.node = node;
    state = node.cluster.state();
  }

  @Override
  public void sendMessages(SendMessagesRequest request, StreamObserver<SendMessagesResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          var response = SendMessagesResponse.newBuilder();
          request.getMessagesList().forEach(message -> response.addResults(send(message)));
          return response.build();
        });
    node.inboxes().pump();
  }

  private SendResult send(NewMessage message) {
    if (message.getToAgent().equals("full")) {
      Refusal.Builder full =
          Refusal.newBuilder()
              .setReason(ErrorReason.INBOX_FULL)
              .setMessage("fake")
              .addDetails(Detail.newBuilder().setKey("retry_millis").setValue("250"));
      return SendResult.newBuilder().setRefusal(full).build();
    }
    state.messages.add(
        Message.newBuilder()
            .setConversationId(message.getConversationId())
            .setSeq(state.messages.size() + 1)
            .setBody(message.getBody())
            .setReplyWith(message.getReplyWith())
            .setFromAgent("sender")
            .build());
    return SendResult.newBuilder().setSent(Sent.newBuilder().setSeq(state.messages.size())).build();
  }

  @Override
  public void ackMessages(AckMessagesRequest request, StreamObserver<AckMessagesResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> {
          var response = AckMessagesResponse.newBuilder();
          for (MessageId id : request.getMessagesList()) {
            response.addResults(AckResult.newBuilder().setAcked(state.acked.add(id.getSeq())));
          }
          return response.build();
        });
  }

  @Override
  public void nackMessages(NackMessagesRequest request, StreamObserver<NackMessagesResponse> out) {
    node.mutate(
        out,
        request.getCall(),
        request.toBuilder().clearCall().build(),
        position -> NackMessagesResponse.getDefaultInstance());
    node.inboxes().nacked(request.getMessagesList());
  }

  @Override
  public StreamObserver<StreamMessagesRequest> streamMessages(
      StreamObserver<StreamMessagesResponse> out) {
    return node.inboxes().open(out);
  }
}
