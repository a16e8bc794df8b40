package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.agent.StatefulAgent;
import io.caxton.client.agent.StopReason;
import io.caxton.client.agent.state.CheckpointPolicy;
import io.caxton.client.agent.state.Step;
import io.caxton.client.cluster.JavaProgram;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A process with many agents, each of which chains its messages. An agent that was lost is begun
 * again when whoever supervises this process says so. It ends when the last of them has stopped:
 * all do when another process has begun newer epochs of them.
 */
public final class AgentsHost {
  /** The first word of a line of its output: this agent has come back; how. */
  static final String RECOVERED = "recovered";

  /** This agent's lease ended, or it did not come back; why. It waits for an order. */
  static final String LOST = "lost";

  /** This agent has stopped for good; why. */
  static final String STOPPED = "stopped";

  /** This agent was asked; its state in words. */
  static final String STATE = "state";

  /** The first word of an order: begin this agent again. */
  static final String AGAIN = "again";

  /** Leave this agent to others. */
  static final String LEAVE = "leave";

  /** The message that asks for the state. */
  static final ByteString ASK = ByteString.copyFromUtf8("state?");

  private static final int CHECKPOINT_EVENTS = 20;
  private static final Duration LEASE = Duration.ofSeconds(3);

  private final CaxtonClient client;

  /** Agents that live, come back, or wait for an order. */
  private final Set<String> mine = ConcurrentHashMap.newKeySet();

  private AgentsHost(CaxtonClient client, List<String> agents) {
    this.client = client;
    mine.addAll(agents);
  }

  static List<String> command(List<String> addresses, List<String> agents) {
    return JavaProgram.agent(
        AgentsHost.class, List.of(String.join(",", addresses), String.join(",", agents)));
  }

  public static void main(String[] args) {
    List<String> agents = List.of(args[1].split(","));
    CaxtonClient client =
        CaxtonClient.builder()
            .addresses(args[0].split(","))
            .clientName("soak host")
            .callTimeout(Duration.ofMinutes(1))
            .build();
    AgentsHost host = new AgentsHost(client, agents);
    agents.forEach(host::begin);
    host.obey();
    // The orders end with the process that gives them.
    Runtime.getRuntime().halt(0);
  }

  private void obey() {
    try (BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      String line;
      while ((line = orders.readLine()) != null) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
          case AGAIN -> begin(words[1]);
          case LEAVE -> left(words[1]);
          default -> throw new IllegalArgumentException(line);
        }
      }
    } catch (IOException gone) {
      // The same as their end.
    }
  }

  private void begin(String id) {
    Thread.ofVirtual().name("life-" + id).start(() -> live(id));
  }

  private void live(String id) {
    try {
      StatefulAgent<Chain> agent =
          StatefulAgent.builder(client, Chain.TYPE)
              .id(id)
              .lease(LEASE)
              .checkpoints(CheckpointPolicy.everyEvents(CHECKPOINT_EVENTS))
              .onMessage((chain, message) -> step(id, chain, message))
              .start();
      say(RECOVERED, id, agent.recovery());
      StopReason why = agent.stopped().join();
      over(id, why.kind() == StopReason.Kind.AGENT_LOST, why);
    } catch (CaxtonException notBack) {
      over(id, notBack.reason() != ErrorReason.STALE_EPOCH, notBack);
    } catch (RuntimeException bug) {
      over(id, false, bug);
    }
  }

  private void over(String id, boolean onlyLost, Object why) {
    if (onlyLost) {
      say(LOST, id, why);
    } else {
      say(STOPPED, id, why);
      left(id);
    }
  }

  private void left(String id) {
    mine.remove(id);
    if (mine.isEmpty()) {
      System.exit(0);
    }
  }

  private static Step step(String id, Chain chain, Message message) {
    if (message.getBody().equals(ASK)) {
      say(STATE, id, chain.text());
      return new Step();
    }
    return new Step().event(message.getBody());
  }

  private static void say(String word, String id, Object what) {
    System.out.println(word + " " + id + " " + what);
  }
}
