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
import io.caxton.v1.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sends numbers to the agents, each in a conversation of its own and one after the other, and keeps
 * what state they must come to: the chain of what was acknowledged.
 */
final class AgentsLoad implements HavocLoad {
  /** Longer than any run. */
  private static final int LEASE_MILLIS = 3_600_000;

  /** One agent as the sender knows it. */
  private final class Model {
    private final String agent;
    private Chain chain = Chain.EMPTY;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    Model(String agent) {
      this.agent = agent;
    }

    /** Nothing if it still waits for the answer to the one before. */
    synchronized void sendNext() {
      if (last.isDone()) {
        ByteString body = ByteString.copyFromUtf8(agent + " " + (chain.count() + 1));
        last = messages.send(message(agent, body)).whenComplete((to, no) -> sent(body, to, no));
      }
    }

    private synchronized void sent(ByteString body, Sent sent, Throwable failure) {
      if (failure != null) {
        faults.add(agent + " could not be sent " + body.toStringUtf8() + ": " + failure);
        return;
      }
      chain = chain.and(body);
      if (sent.getSeq() != chain.count()) {
        faults.add(agent + " message " + chain.count() + " stands at " + sent.getSeq());
      }
    }

    synchronized CompletableFuture<?> last() {
      return last;
    }

    synchronized Chain chain() {
      return chain;
    }
  }

  private final AgentMessages messages;
  private final List<Model> models = new ArrayList<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  AgentsLoad(CaxtonClient client, int agents) {
    messages = client.conversations().of(register(client, "soak-sender").join());
    List<CompletableFuture<?>> opened = new ArrayList<>();
    for (int i = 0; i < agents; i++) {
      String agent = AgentsOptions.agentId(i);
      models.add(new Model(agent));
      // It has to be known before it can be sent anything; its process begins a later epoch.
      opened.add(
          register(client, agent)
              .thenCompose(
                  known ->
                      messages.open(
                          OpenConversationRequest.newBuilder().setConversationId(agent).build())));
    }
    opened.forEach(CaxtonException::join);
  }

  private static CompletableFuture<AgentEpoch> register(CaxtonClient client, String id) {
    RegisterAgentRequest request =
        RegisterAgentRequest.newBuilder().setAgentId(id).setLeaseMillis(LEASE_MILLIS).build();
    return client.agents().register(request).thenApply(AgentEpoch::of);
  }

  private static NewMessage message(String agent, ByteString body) {
    return NewMessage.newBuilder()
        .setConversationId(agent)
        .setToAgent(agent)
        .setPerformative(Performative.PERFORMATIVE_INFORM)
        .setBody(body)
        .build();
  }

  @Override
  public void sendNext(Random random) {
    models.get(random.nextInt(models.size())).sendNext();
  }

  @Override
  public void settle() {
    models.forEach(model -> model.last().exceptionally(failure -> null).join());
  }

  /** Asks every agent for its state, after everything that it was sent. */
  void ask() {
    models.stream()
        .map(model -> messages.send(message(model.agent, AgentsHost.ASK)))
        .toList()
        .forEach(CaxtonException::join);
  }

  /** What the agent of this number must have. */
  Chain expected(int agent) {
    return models.get(agent).chain();
  }

  @Override
  public long acknowledged() {
    return models.stream().mapToLong(model -> model.chain().count()).sum();
  }

  /** Messages that were not stored as they must be: the run shows nothing then, or a fault. */
  List<String> faults() {
    return List.copyOf(faults);
  }
}
