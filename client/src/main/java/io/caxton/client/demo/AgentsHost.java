package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.StatefulAgent;
import io.caxton.client.agent.StopReason;
import io.caxton.client.agent.state.CheckpointPolicy;
import io.caxton.client.agent.state.Step;
import io.caxton.v1.Message;
import java.time.Duration;

/** A process with many agents, each of which chains its messages. */
public final class AgentsHost {
  /** The first word of a line of its output: this agent was asked; its state in words. */
  static final String STATE = "state";

  /** The message that asks for the state. */
  static final ByteString ASK = ByteString.copyFromUtf8("state?");

  private static final int CHECKPOINT_EVENTS = 20;
  private static final Duration LEASE = Duration.ofSeconds(3);

  private AgentsHost() {}

  public static void main(String[] args) {
    Supervised.run(args, AgentsHost::live);
  }

  private static StopReason live(CaxtonClient client, String id) {
    StatefulAgent<Chain> agent =
        StatefulAgent.builder(client, Chain.TYPE)
            .id(id)
            .lease(LEASE)
            .checkpoints(CheckpointPolicy.everyEvents(CHECKPOINT_EVENTS))
            .onMessage((chain, message) -> step(id, chain, message))
            .start();
    Supervised.say(Supervised.RECOVERED, id, agent.recovery());
    return agent.stopped().join();
  }

  private static Step step(String id, Chain chain, Message message) {
    if (message.getBody().equals(ASK)) {
      Supervised.say(STATE, id, chain.text());
      return new Step();
    }
    return new Step().event(message.getBody());
  }
}
