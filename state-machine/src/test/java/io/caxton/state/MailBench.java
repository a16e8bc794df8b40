package io.caxton.state;

import static io.caxton.state.Talk.message;

import com.google.protobuf.ByteString;
import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.CommitRequest;
import io.caxton.v1.Message;
import io.caxton.v1.MessageId;
import io.caxton.v1.NewEvent;
import io.caxton.v1.NewMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * What messages cost one thread that applies. Not a test: {@code mvn -pl state-machine
 * test-compile}, then java with the test classpath.
 */
final class MailBench {
  private static final int AGENTS = 100;
  private static final ByteString BODY = ByteString.copyFrom(new byte[200]);

  private final Talk talk = new Talk();
  private final List<Agent> agents = new ArrayList<>();

  public static void main(String[] args) {
    MailBench bench = new MailBench();
    bench.begin();
    for (int i = 0; i < 3; i++) {
      bench.steps(100_000);
      bench.burst(100_000);
    }
  }

  private void begin() {
    for (int i = 0; i < AGENTS; i++) {
      agents.add(talk.register("a" + i, "work"));
      talk.open(agents.get(i), "c" + i);
    }
  }

  private NewMessage.Builder from(int agent) {
    return message("c" + agent, "a" + (agent + 1) % AGENTS, "").setBody(BODY);
  }

  /** One message each: received, and answered by a commit that acks it. */
  private void steps(int steps) {
    for (int i = 0; i < AGENTS; i++) {
      talk.send(agents.get(i), from(i));
    }
    long receiveNanos = 0;
    long commitNanos = 0;
    for (int i = 0; i < steps; i++) {
      int at = (i + 1) % AGENTS;
      Agent agent = agents.get(at);
      long start = System.nanoTime();
      Result result = talk.replica.apply(Talk.receiving(agent, 1));
      receiveNanos += System.nanoTime() - start;
      Message got = result.reply().getReceiveMessages().getMessages(0);
      Command step =
          Command.newBuilder()
              .setCommit(
                  CommitRequest.newBuilder()
                      .setAgentId(agent.getId())
                      .setEpoch(agent.getEpoch())
                      .addEvents(NewEvent.newBuilder().setBody(BODY))
                      .addAcks(Talk.id(got))
                      .addMessages(from(at)))
              .build();
      start = System.nanoTime();
      if (!talk.replica.apply(step).reply().hasCommit()) {
        throw new IllegalStateException("refused");
      }
      commitNanos += System.nanoTime() - start;
      talk.replica.results.clear();
    }
    drain();
    System.out.printf(
        "receive %,d ns, commit of event, ack and message %,d ns%n",
        receiveNanos / steps, commitNanos / steps);
  }

  /** Many to a capability, then all taken and acked. */
  private void burst(int messages) {
    long start = System.nanoTime();
    for (int i = 0; i < messages; i += 100) {
      NewMessage.Builder[] many = new NewMessage.Builder[100];
      for (int j = 0; j < many.length; j++) {
        many[j] = Talk.toCapability("c" + j, "work", "").setBody(BODY);
      }
      talk.replica.apply(Talk.sending(agents.getFirst(), many));
      talk.replica.results.clear();
    }
    long sendNanos = System.nanoTime() - start;
    start = System.nanoTime();
    int drained = drain();
    System.out.printf(
        "burst of %,d: send %,d ns, receive and ack %,d ns each%n",
        drained, sendNanos / messages, (System.nanoTime() - start) / messages);
  }

  private int drain() {
    int drained = 0;
    for (Agent agent : agents) {
      while (true) {
        List<Message> got =
            talk.replica
                .apply(Talk.receiving(agent, 1_000))
                .reply()
                .getReceiveMessages()
                .getMessagesList();
        if (got.isEmpty()) {
          break;
        }
        drained += got.size();
        talk.replica.apply(
            Talk.acking(agent, got.stream().map(Talk::id).toArray(MessageId[]::new)));
        talk.replica.results.clear();
      }
    }
    return drained;
  }
}
