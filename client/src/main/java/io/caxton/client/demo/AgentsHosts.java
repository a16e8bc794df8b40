package io.caxton.client.demo;

import io.caxton.client.cluster.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The processes that have the agents: killed, or stopped in the middle and woken when their
 * successors have begun.
 */
final class AgentsHosts implements HostProcess.Listener {
  /** Hears what the processes say about their work, whichever of them it is. */
  interface Words {
    void said(String word, String agent, String what);
  }

  private static final Duration BACK = Duration.ofSeconds(20);

  private final Children children;
  private final IntFunction<List<String>> agents;
  private final Function<List<String>, List<String>> command;
  private final Words words;
  private final Path logs;
  private final HostProcess[] hosts;
  private final List<HostProcess> paused = new ArrayList<>();
  private final List<HostProcess> zombies = new ArrayList<>();
  private final AtomicInteger recoveries = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  /**
   * @param agents of each host, from 0
   * @param command of a process with these agents, which calls {@link Supervised#run}
   */
  AgentsHosts(
      Children children,
      Path logs,
      int hosts,
      IntFunction<List<String>> agents,
      Function<List<String>, List<String>> command,
      Words words)
      throws IOException {
    this.children = children;
    this.logs = Files.createDirectories(logs);
    this.hosts = new HostProcess[hosts];
    this.agents = agents;
    this.command = command;
    this.words = words;
    for (int host = 0; host < hosts; host++) {
      start(host);
    }
  }

  int size() {
    return hosts.length;
  }

  private void start(int host) throws IOException {
    List<String> mine = agents.apply(host);
    Process process =
        children.start(new ProcessBuilder(command.apply(mine)).redirectErrorStream(true));
    hosts[host] = new HostProcess(process, logs, mine, this);
  }

  /** SIGKILL for a host; a new process has its agents at once. */
  void kill(int host) throws IOException, InterruptedException {
    hosts[host].kill();
    start(host);
  }

  /**
   * Stops a host in the middle of whatever it does; a new process takes its agents over.
   *
   * @return false if its agents were not back yet: nothing was done
   */
  boolean pause(int host) throws IOException, InterruptedException {
    if (!hosts[host].pause(BACK)) {
      return false;
    }
    paused.add(hosts[host]);
    start(host);
    return true;
  }

  /** The paused ones go on, as if nothing had happened. */
  void wake() throws IOException, InterruptedException {
    for (HostProcess process : paused) {
      process.wake();
      zombies.add(process);
    }
    paused.clear();
  }

  @Override
  public void recovered(String agent) {
    recoveries.incrementAndGet();
  }

  @Override
  public void said(String word, String agent, String what) {
    words.said(word, agent, what);
  }

  @Override
  public void lost(String agent, String why) {
    lost.incrementAndGet();
  }

  @Override
  public void stopped(String agent, String why) {
    if (!why.contains("STALE_EPOCH")) {
      faults.add(agent + " stopped for another reason than a newer instance: " + why);
    }
  }

  /** Zombies that have not ended by themselves, which each must soon after it woke. */
  int haunting(Duration atMost) throws InterruptedException {
    long until = System.nanoTime() + atMost.toNanos();
    int haunting = 0;
    for (HostProcess zombie : zombies) {
      haunting += zombie.ended(Math.max(1, until - System.nanoTime())) ? 0 : 1;
    }
    return haunting;
  }

  /** Hosts that ended although nobody killed them. */
  int fallen() {
    int fallen = 0;
    for (HostProcess host : hosts) {
      fallen += host.isAlive() ? 0 : 1;
    }
    return fallen;
  }

  int recoveries() {
    return recoveries.get();
  }

  /**
   * How often an agent that nobody harmed was lost, since too much else went on, and begun again.
   */
  int lost() {
    return lost.get();
  }

  /** Agents that gave up. */
  List<String> faults() {
    return List.copyOf(faults);
  }
}
