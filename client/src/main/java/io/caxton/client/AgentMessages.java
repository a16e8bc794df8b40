package io.caxton.client;

import io.caxton.v1.CloseConversationRequest;
import io.caxton.v1.CloseConversationResponse;
import io.caxton.v1.Conversation;
import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.NackMessagesRequest;
import io.caxton.v1.NackMessagesResponse;
import io.caxton.v1.NewMessage;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.OpenConversationResponse;
import io.caxton.v1.OpenInbox;
import io.caxton.v1.ReceiveMessagesRequest;
import io.caxton.v1.ReceiveMessagesResponse;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.SendMessagesResponse;
import io.caxton.v1.SendResult;
import io.caxton.v1.Sent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What one agent, in one epoch, sends and receives. Sends and acks are gathered. */
public final class AgentMessages {
  private final Core core;
  private final String fleet;
  private final AgentEpoch agent;
  private final Gatherer<NewMessage, ?, ?, Sent> sends;
  private final Gatherer<MessageId, ?, ?, Boolean> acks;

  AgentMessages(Core core, String fleet, AgentEpoch agent) {
    this.core = core;
    this.fleet = fleet;
    this.agent = agent;
    sends = new Gatherer<>(core, MessageGatherings.send(fleet, agent));
    acks = new Gatherer<>(core, MessageGatherings.ack(fleet, agent));
  }

  /** As the request says; call, fleet, agent and epoch are set by this call. */
  public CompletableFuture<Conversation> open(OpenConversationRequest request) {
    return core.mutate(
            ConversationsGrpc.getOpenConversationMethod(),
            call ->
                request.toBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setAgentId(agent.agentId())
                    .setEpoch(agent.epoch())
                    .build(),
            0)
        .thenApply(OpenConversationResponse::getConversation);
  }

  /**
   * Sends a message and says where it stands in its conversation; gathered with those of other
   * threads. Two that were offered without waiting for the first one's answer may be stored in the
   * other order.
   */
  public CompletableFuture<Sent> send(NewMessage message) {
    return sends.offer(message);
  }

  /** Sends messages in this order, in one call; not atomic: look at each result. */
  public CompletableFuture<SendMessagesResponse> sendAll(List<NewMessage> messages) {
    return core.mutate(
        ConversationsGrpc.getSendMessagesMethod(),
        call ->
            SendMessagesRequest.newBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setAgentId(agent.agentId())
                .setEpoch(agent.epoch())
                .addAllMessages(messages)
                .build(),
        0);
  }

  /** Gives the CaxtonException of a refused item of {@link #sendAll}; empty if it was sent. */
  public static Optional<CaxtonException> refusal(SendResult result) {
    return result.hasRefusal()
        ? Optional.of(Failure.exception(result.getRefusal()))
        : Optional.empty();
  }

  /** Takes up to so many messages that wait; waits up to this long for the first. */
  public CompletableFuture<List<Message>> receive(int messagesMax, Duration wait) {
    int waitMillis = (int) wait.toMillis();
    return core.mutate(
            ConversationsGrpc.getReceiveMessagesMethod(),
            call ->
                ReceiveMessagesRequest.newBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setAgentId(agent.agentId())
                    .setEpoch(agent.epoch())
                    .setMaxMessages(messagesMax)
                    .setWaitMillis(waitMillis)
                    .build(),
            waitMillis * 1_000_000L)
        .thenApply(ReceiveMessagesResponse::getMessagesList);
  }

  /**
   * Opens a stream of messages at the leader. It ends with any failure and is not opened again by
   * itself; fleet, agent and epoch are set by this call.
   */
  public MessageStream stream(OpenInbox open, MessageListener listener) {
    return new MessageStream(
        core,
        open.toBuilder()
            .setFleet(fleet)
            .setAgentId(agent.agentId())
            .setEpoch(agent.epoch())
            .build(),
        listener);
  }

  /** The agent is done with the message. True: this ended it; false: it had been acked before. */
  public CompletableFuture<Boolean> ack(MessageId message) {
    return acks.offer(message);
  }

  /** Names a message. */
  public static MessageId id(Message message) {
    return MessageId.newBuilder()
        .setConversationId(message.getConversationId())
        .setSeq(message.getSeq())
        .build();
  }

  /** Gives messages back, to come again after this time of the cluster's tick. */
  public CompletableFuture<NackMessagesResponse> nack(List<MessageId> messages, Duration delay) {
    return core.mutate(
        ConversationsGrpc.getNackMessagesMethod(),
        call ->
            NackMessagesRequest.newBuilder()
                .setCall(call)
                .setFleet(fleet)
                .setAgentId(agent.agentId())
                .setEpoch(agent.epoch())
                .addAllMessages(messages)
                .setDelayMillis((int) delay.toMillis())
                .build(),
        0);
  }

  /** No further messages in this conversation; what waits is still delivered. */
  public CompletableFuture<Conversation> close(String conversationId) {
    return core.mutate(
            ConversationsGrpc.getCloseConversationMethod(),
            call ->
                CloseConversationRequest.newBuilder()
                    .setCall(call)
                    .setFleet(fleet)
                    .setAgentId(agent.agentId())
                    .setEpoch(agent.epoch())
                    .setConversationId(conversationId)
                    .build(),
            0)
        .thenApply(CloseConversationResponse::getConversation);
  }
}
