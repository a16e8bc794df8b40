package io.caxton.client.demo;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.agent.StopReason;
import io.caxton.client.cluster.JavaProgram;
import io.caxton.v1.ErrorReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The agents of this process. One that was lost is begun again when whoever supervises the process
 * says so. It ends when the last of them has stopped: all do when another process has begun newer
 * epochs of them.
 */
final class Supervised {
  /** The first word of a line of output: this agent has come back; how. */
  static final String RECOVERED = "recovered";

  /** This agent's lease ended, or it did not come back; why. It waits for an order. */
  static final String LOST = "lost";

  /** This agent has stopped for good; why. */
  static final String STOPPED = "stopped";

  /** The first word of an order: begin this agent again. */
  static final String AGAIN = "again";

  /** Leave this agent to others. */
  static final String LEAVE = "leave";

  /** What an agent does from its registration to its end. */
  interface Life {
    /** Says {@link #RECOVERED} once it is there. */
    StopReason live(CaxtonClient client, String id);
  }

  private final CaxtonClient client;
  private final Life life;

  /** Agents that live, come back, or wait for an order. */
  private final Set<String> mine = ConcurrentHashMap.newKeySet();

  private Supervised(CaxtonClient client, List<String> agents, Life life) {
    this.client = client;
    this.life = life;
    mine.addAll(agents);
  }

  /** The command line of a process whose main class calls {@link #run}. */
  static List<String> command(Class<?> main, List<String> addresses, List<String> agents) {
    return JavaProgram.agent(main, List.of(String.join(",", addresses), String.join(",", agents)));
  }

  /** Does not return: ends the process. */
  static void run(String[] args, Life life) {
    List<String> agents = List.of(args[1].split(","));
    CaxtonClient client =
        CaxtonClient.builder()
            .addresses(args[0].split(","))
            .clientName("agents' host")
            .callTimeout(Duration.ofMinutes(1))
            .build();
    Supervised host = new Supervised(client, agents, life);
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
      StopReason why = life.live(client, id);
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

  static void say(String word, String id, Object what) {
    System.out.println(word + " " + id + " " + what);
  }
}
