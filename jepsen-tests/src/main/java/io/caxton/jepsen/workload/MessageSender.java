package io.caxton.jepsen.workload;

import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.client.RawCall;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Call;
import io.caxton.v1.ConversationsGrpc;
import io.caxton.v1.NewMessage;
import io.caxton.v1.SendMessagesRequest;
import io.caxton.v1.SendMessagesResponse;
import io.caxton.v1.SendResult;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/** Sends numbers in conversations whose receivers have their names. For one thread. */
final class MessageSender {
  private final Caller caller;
  private final AgentEpoch agent;
  private final List<String> conversations;
  private final AtomicLong numbers;
  private final Random random;

  /**
   * @param agent who sends
   * @param numbers of messages, shared by all of a run
   */
  MessageSender(
      Caller caller,
      AgentEpoch agent,
      List<String> conversations,
      AtomicLong numbers,
      Random random) {
    this.caller = caller;
    this.agent = agent;
    this.conversations = conversations;
    this.numbers = numbers;
    this.random = random;
  }

  /** Gathered with what others send. */
  void byLibrary(AgentMessages messages) {
    send(message -> CaxtonException.join(messages.send(message)).getSeq());
  }

  /** By a plain call, sent again now and then. */
  void raw(ResentCalls resending) {
    send(
        message ->
            seq(
                resending.send(
                    call ->
                        new RawCall<>(
                            ConversationsGrpc.getSendMessagesMethod(), request(call, message)),
                    SendMessagesResponse.class)));
    if (random.nextInt(3) == 0) {
      resending.again();
    }
  }

  /** By a plain call that is never sent again. */
  void once(SingleTry single) {
    send(
        message ->
            seq(
                single.send(
                    ConversationsGrpc.getSendMessagesMethod(),
                    call -> request(call, message),
                    SendMessagesResponse.class)));
  }

  private SendMessagesRequest request(Call call, NewMessage message) {
    return SendMessagesRequest.newBuilder()
        .setCall(call)
        .setAgentId(agent.agentId())
        .setEpoch(agent.epoch())
        .addMessages(message)
        .build();
  }

  private static long seq(SendMessagesResponse response) {
    SendResult result = response.getResults(0);
    if (result.hasRefusal()) {
      throw new Caller.NoAnswer(result.getRefusal().toString(), true);
    }
    return result.getSent().getSeq();
  }

  private void send(ToLongFunction<NewMessage> sending) {
    String conversation = conversations.get(random.nextInt(conversations.size()));
    long number = numbers.incrementAndGet();
    caller.change(
        "send",
        conversation,
        Operation.map("n", number),
        () -> sending.applyAsLong(Bodies.message(conversation, conversation, number)),
        seq -> Operation.map("seq", seq));
  }
}
