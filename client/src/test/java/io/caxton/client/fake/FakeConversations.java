package io.caxton.client.fake;

import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.AckMessagesResponse;
import io.caxton.v1.AckResult;
import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.Detail;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.NewMessage;
import io.caxton.v1.Refusal;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.SendMessagesResponse;
import io.caxton.v1.SendResult;
import io.caxton.v1.Sent;
import io.caxton.v1.StreamMessagesRequest;
import io.caxton.v1.StreamMessagesResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

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

  /** Sends once what is there, as far as the opening credit goes. */
  @Override
  public StreamObserver<StreamMessagesRequest> streamMessages(
      StreamObserver<StreamMessagesResponse> out) {
    return new StreamObserver<>() {
      private int next;

      @Override
      public void onNext(StreamMessagesRequest message) {
        if (message.hasOpen() && node.refuses(out)) {
          return;
        }
        int credit = message.hasOpen() ? message.getOpen().getCredit() : message.getCredit();
        List<Message> messages = new ArrayList<>();
        while (credit-- > 0 && next < state.messages.size()) {
          messages.add(state.messages.get(next++));
        }
        out.onNext(StreamMessagesResponse.newBuilder().addAllMessages(messages).build());
      }

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {
        out.onCompleted();
      }
    };
  }
}
