package io.caxton.client;

import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.AckMessagesResponse;
import io.caxton.v1.AckResult;
import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.MessageId;
import io.caxton.v1.NewMessage;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.SendMessagesResponse;
import io.caxton.v1.SendResult;
import io.caxton.v1.Sent;

/** How sends and acks travel with others of their kind. */
final class MessageGatherings {
  private MessageGatherings() {}

  static Gathering<NewMessage, SendMessagesRequest, SendMessagesResponse, Sent> send(
      String fleet, AgentEpoch agent) {
    return new Gathering<>(
        ConversationsGrpc.getSendMessagesMethod(),
        "messages",
        NewMessage::getSerializedSize,
        (call, items) -> {
          var request =
              SendMessagesRequest.newBuilder()
                  .setCall(call)
                  .setFleet(fleet)
                  .setAgentId(agent.agentId())
                  .setEpoch(agent.epoch());
          items.forEach(item -> request.addMessages(item.item));
          return request.build();
        },
        (response, i, item) -> {
          SendResult result = response.getResults(i);
          if (result.hasRefusal()) {
            item.completeExceptionally(Failure.exception(result.getRefusal()));
          } else {
            item.complete(result.getSent());
          }
        });
  }

  static Gathering<MessageId, AckMessagesRequest, AckMessagesResponse, Boolean> ack(
      String fleet, AgentEpoch agent) {
    return new Gathering<>(
        ConversationsGrpc.getAckMessagesMethod(),
        "messages",
        MessageId::getSerializedSize,
        (call, items) -> {
          var request =
              AckMessagesRequest.newBuilder()
                  .setCall(call)
                  .setFleet(fleet)
                  .setAgentId(agent.agentId())
                  .setEpoch(agent.epoch());
          items.forEach(item -> request.addMessages(item.item));
          return request.build();
        },
        (response, i, item) -> {
          AckResult result = response.getResults(i);
          if (result.hasRefusal()) {
            item.completeExceptionally(Failure.exception(result.getRefusal()));
          } else {
            item.complete(result.getAcked());
          }
        });
  }
}
