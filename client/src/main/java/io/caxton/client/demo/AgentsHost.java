package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.StatefulAgent;
import io.caxton.client.agent.state.CheckpointPolicy;
import io.caxton.client.agent.state.Step;
import io.caxton.client.cluster.JavaProgram;
import io.caxton.v1.Message;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A process with many agents, each of which chains its messages. It ends when the last of them has
 * stopped: all do when another process has begun newer epochs of them.
 */
public final class AgentsHost {
  /** A line of its output: this agent has come back. */
  static final String RECOVERED = "recovered ";

  /** A line of its output: this agent has stopped, and why. */
  static final String STOPPED = "stopped ";

  /** A line of its output: this agent was asked, and its state in words. */
  static final String STATE = "state ";

  /** The message that asks for the state. */
  static final ByteString ASK = ByteString.copyFromUtf8("state?");

  private static final int CHECKPOINT_EVENTS = 20;
  private static final Duration LEASE = Duration.ofSeconds(3);

  private AgentsHost() {}

  static List<String> command(List<String> addresses, List<String> agents) {
    return JavaProgram.agent(
        AgentsHost.class, List.of(String.join(",", addresses), String.join(",", agents)));
  }

  public static void main(String[] args) throws InterruptedException {
    ParentWatch.start();
    CaxtonClient client =
        CaxtonClient.builder()
            .addresses(args[0].split(","))
            .clientName("soak host")
            .callTimeout(Duration.ofMinutes(1))
            .build();
    List<Thread> lives =
        Arrays.stream(args[1].split(","))
            .map(id -> Thread.ofVirtual().name("life-" + id).start(() -> live(client, id)))
            .toList();
    for (Thread life : lives) {
      life.join();
    }
    System.exit(0);
  }

  private static void live(CaxtonClient client, String id) {
    try {
      StatefulAgent<Chain> agent =
          StatefulAgent.builder(client, Chain.TYPE)
              .id(id)
              .lease(LEASE)
              .checkpoints(CheckpointPolicy.everyEvents(CHECKPOINT_EVENTS))
              .onMessage((chain, message) -> step(id, chain, message))
              .start();
      say(RECOVERED + id + " " + agent.recovery());
      say(STOPPED + id + " " + agent.stopped().join());
    } catch (RuntimeException notBack) {
      say(STOPPED + id + " before it was back: " + notBack);
    }
  }

  private static Step step(String id, Chain chain, Message message) {
    if (message.getBody().equals(ASK)) {
      say(STATE + id + " " + chain.text());
      return new Step();
    }
    return new Step().event(message.getBody());
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
