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
  private static final int FURTHER_SECONDS_MAX = 60;

  private final TemporaryCluster home;
  private final AgentsHosts hosts;
  private final Random random;
  private final Readiness readiness;
  private int turns;
  private int hostsKilled;
  private int zombies;
  private int leadersKilled;

  AgentsHavoc(TemporaryCluster home, CaxtonClient client, AgentsHosts hosts, long seed) {
    this.home = home;
    this.hosts = hosts;
    random = new Random(seed);
    readiness = new Readiness(home.cluster(), client);
  }

  /**
   * Sends the load and goes on for as long as was asked, and until there was one of each kind. In
   * the end everybody is awake and serves, and all is answered.
   */
  void rage(AgentsOptions options, HavocLoad load, Progress progress)
      throws IOException, InterruptedException {
    Random chosen = new Random(options.seed() + 1);
    long began = System.nanoTime();
    try (Pace sending = new Pace(options.perSecond(), () -> load.sendNext(chosen))) {
      while (secondsSince(began) < options.seconds()
          || (!oneOfEach() && secondsSince(began) < options.seconds() + FURTHER_SECONDS_MAX)) {
        Thread.sleep(1_000 + random.nextInt(3_000));
        next(progress);
        progress.at(load.acknowledged());
      }
    }
    hosts.wake();
    readiness.awaitAll(READY);
    load.settle();
  }

  private static long secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000_000;
  }

  boolean oneOfEach() {
    return hostsKilled > 0 && zombies > 0 && leadersKilled > 0;
  }

  /** The first three times one of each, then at random. */
  private void next(Progress progress) throws IOException, InterruptedException {
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
