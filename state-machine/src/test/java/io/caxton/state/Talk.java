package io.caxton.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.caxton.v1.AckMessagesRequest;
import io.caxton.v1.AckResult;
import io.caxton.v1.Agent;
import io.caxton.v1.Capability;
import io.caxton.v1.CloseConversationRequest;
import io.caxton.v1.Command;
import io.caxton.v1.Conversation;
import io.caxton.v1.DeregisterAgentRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.NackMessagesRequest;
import io.caxton.v1.NewMessage;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.Performative;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Reply;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.SendResult;
import io.caxton.v1.Sent;
import java.util.ArrayList;
import java.util.List;

/** Conversations on a state machine under test. */
final class Talk {
  final Replica replica;

  Talk() {
    this(ConversationLimits.BUILT_IN);
  }

  Talk(ConversationLimits limits) {
    Limits all = Limits.BUILT_IN;
    replica =
        new Replica(
            new Limits(
                all.fleetsMax(),
                all.agentsMax(),
                all.routesMax(),
                all.queuesMax(),
                all.sessionsMax(),
                all.outcomesPerSessionMax(),
                all.feedChangesMax(),
                all.feedBytesMax(),
                all.readyMessagesMax(),
                limits));
  }

  /** A new epoch; a capability may be {@code name:version}. */
  Agent register(String agentId, String... capabilities) {
    RegisterAgentRequest.Builder request =
        RegisterAgentRequest.newBuilder().setAgentId(agentId).setLeaseMillis(3_600_000);
    for (String capability : capabilities) {
      String[] parts = capability.split(":");
      request.addCapabilities(
          Capability.newBuilder().setName(parts[0]).setVersion(parts.length > 1 ? parts[1] : ""));
    }
    return replica
        .reply(Command.newBuilder().setRegisterAgent(request))
        .getRegisterAgent()
        .getAgent();
  }

  void deregister(Agent agent) {
    replica.apply(
        Command.newBuilder()
            .setDeregisterAgent(
                DeregisterAgentRequest.newBuilder()
                    .setAgentId(agent.getId())
                    .setEpoch(agent.getEpoch())));
  }

  static OpenConversationRequest.Builder opening(Agent agent, String id) {
    return OpenConversationRequest.newBuilder()
        .setAgentId(agent.getId())
        .setEpoch(agent.getEpoch())
        .setConversationId(id);
  }

  Conversation open(Agent agent, String id) {
    return open(opening(agent, id));
  }

  Conversation open(OpenConversationRequest.Builder request) {
    return replica
        .reply(Command.newBuilder().setOpenConversation(request))
        .getOpenConversation()
        .getConversation();
  }

  static NewMessage.Builder message(String conversation, String to, String text) {
    return NewMessage.newBuilder()
        .setConversationId(conversation)
        .setToAgent(to)
        .setPerformative(Performative.PERFORMATIVE_INFORM)
        .setBody(ByteString.copyFromUtf8(text));
  }

  static NewMessage.Builder toCapability(String conversation, String capability, String text) {
    return message(conversation, "", text).setToCapability(capability);
  }

  /** Asks under the name; the debtor has to answer within the time, if it is not 0. */
  static NewMessage.Builder question(
      String conversation, String to, String replyWith, long withinMillis) {
    return message(conversation, to, "?")
        .setPerformative(Performative.PERFORMATIVE_QUERY)
        .setReplyWith(replyWith)
        .setReplyWithinMillis(withinMillis);
  }

  static NewMessage.Builder answer(String conversation, String to, String inReplyTo) {
    return message(conversation, to, "!").setInReplyTo(inReplyTo);
  }

  static Command.Builder sending(Agent agent, NewMessage.Builder... messages) {
    SendMessagesRequest.Builder request =
        SendMessagesRequest.newBuilder().setAgentId(agent.getId()).setEpoch(agent.getEpoch());
    for (NewMessage.Builder message : messages) {
      request.addMessages(message);
    }
    return Command.newBuilder().setSendMessages(request);
  }

  List<SendResult> trySend(Agent agent, NewMessage.Builder... messages) {
    return replica.reply(sending(agent, messages)).getSendMessages().getResultsList();
  }

  Sent send(Agent agent, NewMessage.Builder message) {
    SendResult result = trySend(agent, message).getFirst();
    assertThat(result.hasSent()).as("%s", result).isTrue();
    return result.getSent();
  }

  ErrorReason refused(Agent agent, NewMessage.Builder message) {
    SendResult result = trySend(agent, message).getFirst();
    assertThat(result.hasRefusal()).as("%s", result).isTrue();
    return result.getRefusal().getReason();
  }

  static Command.Builder receiving(Agent agent, int max) {
    return Command.newBuilder()
        .setReceiveMessages(
            ReceiveMessagesRequest.newBuilder()
                .setAgentId(agent.getId())
                .setEpoch(agent.getEpoch())
                .setMaxMessages(max));
  }

  /** As the server answers: with the contents. */
  List<Message> receive(Agent agent, int max) {
    return whole(agent, replica.apply(receiving(agent, max)));
  }

  List<Message> receive(Agent agent) {
    return receive(agent, 1_000);
  }

  List<Message> whole(Agent agent, Result result) {
    List<Message> named = result.reply().getReceiveMessages().getMessagesList();
    assertThat(result.deliveredStreams()).hasSameSizeAs(named);
    List<Message> whole = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      whole.add(
          content(result.deliveredStreams().get(i), named.get(i).getSeq()).toBuilder()
              .setDeliveryCount(named.get(i).getDeliveryCount())
              .setToAgent(agent.getId())
              .build());
    }
    return whole;
  }

  private Message content(long stream, long seq) {
    try {
      return Message.parseFrom(replica.machine.core().bodies().get(stream, seq).orElseThrow());
    } catch (InvalidProtocolBufferException | io.caxton.state.body.DamagedBodyException e) {
      throw new AssertionError(e);
    }
  }

  List<Message> history(String id) {
    Conversation conversation = conversation(id);
    List<Message> messages = new ArrayList<>();
    for (long seq = conversation.getFirstSeq(); seq <= conversation.getLastSeq(); seq++) {
      messages.add(content(conversation.getStreamId(), seq));
    }
    return messages;
  }

  static MessageId id(String conversation, long seq) {
    return MessageId.newBuilder().setConversationId(conversation).setSeq(seq).build();
  }

  static MessageId id(Message message) {
    return id(message.getConversationId(), message.getSeq());
  }

  static Command.Builder acking(Agent agent, MessageId... ids) {
    return Command.newBuilder()
        .setAckMessages(
            AckMessagesRequest.newBuilder()
                .setAgentId(agent.getId())
                .setEpoch(agent.getEpoch())
                .addAllMessages(List.of(ids)));
  }

  AckResult ack(Agent agent, MessageId id) {
    return replica.reply(acking(agent, id)).getAckMessages().getResults(0);
  }

  AckResult nack(Agent agent, MessageId id, int delayMillis) {
    return replica
        .reply(
            Command.newBuilder()
                .setNackMessages(
                    NackMessagesRequest.newBuilder()
                        .setAgentId(agent.getId())
                        .setEpoch(agent.getEpoch())
                        .addMessages(id)
                        .setDelayMillis(delayMillis)))
        .getNackMessages()
        .getResults(0);
  }

  Reply close(Agent agent, String id) {
    return replica.reply(
        Command.newBuilder()
            .setCloseConversation(
                CloseConversationRequest.newBuilder()
                    .setAgentId(agent.getId())
                    .setEpoch(agent.getEpoch())
                    .setConversationId(id)));
  }

  Conversation conversation(String id) {
    return state().conversation("", id).orElseThrow();
  }

  State state() {
    return replica.machine.freeze();
  }

  static List<String> texts(List<Message> messages) {
    return messages.stream().map(message -> message.getBody().toStringUtf8()).toList();
  }
}
