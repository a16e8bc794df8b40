package io.caxton.client.demo;

import io.caxton.client.CaxtonClient;
import io.caxton.client.cluster.TemporaryCluster;
import io.caxton.client.console.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sends messages to many stateful agents while their processes and the leaders are killed, and
 * compares every agent's state with the chain of the messages that were acknowledged.
 */
final class AgentsRun {
  private static final Duration ANSWERS = Duration.ofSeconds(120);
  private static final Duration ZOMBIES_END = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 100;

  private final AgentsOptions options;
  private final TemporaryCluster home;
  private final CaxtonClient client;

  private AgentsRun(AgentsOptions options, TemporaryCluster home, CaxtonClient client) {
    this.options = options;
    this.home = home;
    this.client = client;
  }

  static AgentsReport run(AgentsOptions options, Progress progress)
      throws IOException, InterruptedException {
    return HavocCluster.run(
        "agents",
        options.keep(),
        progress,
        (home, client) -> new AgentsRun(options, home, client).all(progress));
  }

  private AgentsReport all(Progress progress) throws IOException, InterruptedException {
    AgentsLoad load = new AgentsLoad(client, options.agents());
    AgentsStates states = new AgentsStates();
    List<String> addresses = home.cluster().addresses();
    AgentsHosts hosts =
        new AgentsHosts(
            home.children(),
            home.dir().resolve("agents"),
            options.hosts(),
            this::agents,
            mine -> Supervised.command(AgentsHost.class, addresses, mine),
            states);
    AgentsHavoc havoc = new AgentsHavoc(home, client, hosts, options.seed());
    havoc.rage(options, load, progress);
    load.ask();
    progress.say("Asks every agent for its state.");
    awaitStates(states);
    return report(load, states.all(), hosts, havoc);
  }

  private List<String> agents(int host) {
    return IntStream.range(0, options.agents())
        .filter(agent -> options.hostOf(agent) == host)
        .mapToObj(AgentsOptions::agentId)
        .toList();
  }

  private void awaitStates(AgentsStates states) throws InterruptedException {
    long until = System.nanoTime() + ANSWERS.toNanos();
    while (states.size() < options.agents() && System.nanoTime() - until < 0) {
      Thread.sleep(LOOK_MILLIS);
    }
  }

  private AgentsReport report(
      AgentsLoad load, Map<String, String> states, AgentsHosts hosts, AgentsHavoc havoc)
      throws InterruptedException {
    List<String> faults = new ArrayList<>(load.faults());
    faults.addAll(hosts.faults());
    long counted = 0;
    int equal = 0;
    for (int i = 0; i < options.agents(); i++) {
      String agent = AgentsOptions.agentId(i);
      String expected = load.expected(i).text();
      StoredLife<Chain> life = new StoredLife<>(client, agent, Chain.TYPE);
      counted += life.counted();
      String said = states.getOrDefault(agent, "nothing");
      String stored = life.replayed().text();
      if (said.equals(expected) && stored.equals(expected)) {
        equal++;
      } else {
        faults.add(
            "%s must have %s, says %s, and the cluster holds %s"
                .formatted(agent, expected, said, stored));
      }
    }
    return new AgentsReport(
        options,
        load.acknowledged(),
        counted,
        equal,
        hosts.recoveries(),
        hosts.lost(),
        havoc.hostsKilled(),
        havoc.zombies(),
        havoc.leadersKilled(),
        hosts.haunting(ZOMBIES_END),
        hosts.fallen(),
        faults);
  }
}
