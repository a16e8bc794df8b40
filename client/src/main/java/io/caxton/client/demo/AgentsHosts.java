package io.caxton.client.demo;

import io.caxton.client.cluster.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * The processes that have the agents: killed, or stopped in the middle and woken when their
 * successors have begun. Listens to what they say.
 */
final class AgentsHosts {
  private final Children children;
  private final IntFunction<List<String>> command;
  private final Path logs;
  private final Process[] hosts;
  private final List<Process> paused = new ArrayList<>();
  private final List<Process> zombies = new ArrayList<>();
  private final ConcurrentMap<String, String> states = new ConcurrentHashMap<>();
  private final AtomicInteger recoveries = new AtomicInteger();

  /**
   * @param command of each host, from 0
   */
  AgentsHosts(Children children, Path logs, int hosts, IntFunction<List<String>> command)
      throws IOException {
    this.children = children;
    this.logs = Files.createDirectories(logs);
    this.hosts = new Process[hosts];
    this.command = command;
    for (int host = 0; host < hosts; host++) {
      start(host);
    }
  }

  int size() {
    return hosts.length;
  }

  private void start(int host) throws IOException {
    Process process =
        children.start(new ProcessBuilder(command.apply(host)).redirectErrorStream(true));
    hosts[host] = process;
    Path log = logs.resolve("host-" + host + "-" + process.pid() + ".log");
    // A read of a pipe holds its carrier: enough of them, and no virtual thread has its turn.
    Thread.ofPlatform().daemon().name("host-output-" + host).start(() -> listen(process, log));
  }

  private void listen(Process process, Path log) {
    try (BufferedReader output = process.inputReader()) {
      String line;
      while ((line = output.readLine()) != null) {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        heard(line);
      }
    } catch (IOException | UncheckedIOException gone) {
      // Killed in the middle of a line.
    }
  }

  private void heard(String line) {
    String[] words = line.split(" ", 3);
    if (line.startsWith(AgentsHost.RECOVERED)) {
      recoveries.incrementAndGet();
    } else if (line.startsWith(AgentsHost.STATE)) {
      // A zombie that did not know it yet may have answered too: both answers must be right.
      states.merge(words[1], words[2], (a, b) -> a.equals(b) ? a : a + " and " + b);
    }
  }

  /** SIGKILL for a host; a new process has its agents at once. */
  void kill(int host) throws IOException, InterruptedException {
    hosts[host].destroyForcibly().waitFor();
    start(host);
  }

  /** Stops a host in the middle of whatever it does; a new process takes its agents over. */
  void pause(int host) throws IOException, InterruptedException {
    signal(hosts[host], "-STOP");
    paused.add(hosts[host]);
    start(host);
  }

  /** The paused ones go on, as if nothing had happened. */
  void wake() throws IOException, InterruptedException {
    for (Process process : paused) {
      signal(process, "-CONT");
      zombies.add(process);
    }
    paused.clear();
  }

  private static void signal(Process process, String signal)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid()))
        .redirectErrorStream(true)
        .start()
        .waitFor();
  }

  /** Zombies that have not ended by themselves, which each must soon after it woke. */
  int haunting(Duration atMost) throws InterruptedException {
    long until = System.nanoTime() + atMost.toNanos();
    int haunting = 0;
    for (Process zombie : zombies) {
      long left = Math.max(1, until - System.nanoTime());
      haunting += zombie.waitFor(left, TimeUnit.NANOSECONDS) ? 0 : 1;
    }
    return haunting;
  }

  /** Hosts that ended although nobody killed them. */
  int fallen() {
    int fallen = 0;
    for (Process host : hosts) {
      fallen += host.isAlive() ? 0 : 1;
    }
    return fallen;
  }

  /** What each agent answered that was asked for its state. */
  Map<String, String> states() {
    return Map.copyOf(states);
  }

  int recoveries() {
    return recoveries.get();
  }
}
