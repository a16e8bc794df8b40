package io.caxton.client.demo;

import io.caxton.client.CaxtonClient;
import io.caxton.client.cluster.LocalNode;
import io.caxton.client.cluster.Readiness;
import io.caxton.client.cluster.TemporaryCluster;
import io.caxton.client.console.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;

/** Kills, pauses and wakes processes with agents, and kills leaders, one after the other. */
final class AgentsHavoc {
  private static final Duration READY = Duration.ofSeconds(90);

  private final TemporaryCluster home;
  private final AgentsHosts hosts;
  private final Random random;
  private final Readiness readiness;
  private int turns;
  private int hostsKilled;
  private int zombies;
  private int leadersKilled;

  AgentsHavoc(TemporaryCluster home, CaxtonClient client, AgentsHosts hosts, Random random) {
    this.home = home;
    this.hosts = hosts;
    this.random = random;
    readiness = new Readiness(home.cluster(), client);
  }

  /** Until the next one; random, so that a process dies wherever it happens to be. */
  int pauseMillis() {
    return 1_000 + random.nextInt(3_000);
  }

  /** The first three times one of each, then at random. */
  void next(Progress progress) throws IOException, InterruptedException {
    int dice = turns < 3 ? turns : random.nextInt(4);
    turns++;
    switch (dice) {
      case 0, 3 -> {
        int host = random.nextInt(hosts.size());
        hosts.kill(host);
        hostsKilled++;
        progress.say("killed the process of a " + share() + " of the agents");
      }
      case 1 -> {
        int host = random.nextInt(hosts.size());
        hosts.wake();
        if (hosts.pause(host)) {
          zombies++;
          progress.say("stopped the process of a " + share() + " of the agents; another took over");
        } else {
          progress.say("no pause: agents of that process are still coming back");
        }
      }
      default -> {
        killLeader(progress);
        leadersKilled++;
      }
    }
  }

  private String share() {
    return hosts.size() == 2 ? "half" : hosts.size() + "th";
  }

  private void killLeader(Progress progress) throws IOException {
    var views = readiness.awaitAll(READY);
    LocalNode leader = home.cluster().node(Readiness.leader(views).orElseThrow().getNodeId());
    leader.kill();
    progress.say("killed the leader " + leader.id());
    home.start(() -> home.cluster().start(leader));
  }

  /** Everybody is awake and serves. */
  void end() throws IOException, InterruptedException {
    hosts.wake();
    readiness.awaitAll(READY);
  }

  int hostsKilled() {
    return hostsKilled;
  }

  int zombies() {
    return zombies;
  }

  int leadersKilled() {
    return leadersKilled;
  }
}
