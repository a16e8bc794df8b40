package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.AgentMessages;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.v1.NewMessage;
import io.caxton.v1.OpenConversationRequest;
import io.caxton.v1.Performative;
import io.caxton.v1.RegisterAgentRequest;
import java.util.ArrayList;
import java.util.List;

/** Sends numbered messages to counting agents, each in a conversation of its own. */
final class HundredSender {
  /** Longer than any run. */
  private static final int LEASE_MILLIS = 3_600_000;

  private final AgentMessages messages;

  private final CaxtonClient client;

  HundredSender(CaxtonClient client) {
    this.client = client;
    messages = client.conversations().of(register("sender"));
  }

  private AgentEpoch register(String id) {
    return AgentEpoch.of(
        CaxtonException.join(
            client
                .agents()
                .register(
                    RegisterAgentRequest.newBuilder()
                        .setAgentId(id)
                        .setLeaseMillis(LEASE_MILLIS)
                        .build())));
  }

  /** The agent has to be known before it can be sent anything; its process begins a later epoch. */
  void open(String agentId) {
    register(agentId);
    CaxtonException.join(
        messages.open(OpenConversationRequest.newBuilder().setConversationId(agentId).build()));
  }

  static ByteString message(int number) {
    return ByteString.copyFromUtf8(Integer.toString(number));
  }

  /** The messages of these numbers, in their order. */
  void send(String agentId, int from, int to) {
    List<NewMessage> list = new ArrayList<>();
    for (int number = from; number <= to; number++) {
      list.add(
          NewMessage.newBuilder()
              .setConversationId(agentId)
              .setToAgent(agentId)
              .setPerformative(Performative.PERFORMATIVE_INFORM)
              .setBody(message(number))
              .build());
    }
    CaxtonException.join(messages.sendAll(list))
        .getResultsList()
        .forEach(
            result ->
                AgentMessages.refusal(result)
                    .ifPresent(
                        refusal -> {
                          throw refusal;
                        }));
  }
}
