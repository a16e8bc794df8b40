package io.caxton.client.demo;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process with agents, as whoever supervises it sees it: hears what it says, and tells it which
 * agents to begin again. One that has been replaced begins nothing again.
 */
final class HostProcess {
  /** Hears what the process says, one line at a time. */
  interface Listener {
    void recovered(String agent);

    /** Its lease ended, or it did not come back: it has been told to begin again. */
    void lost(String agent, String why);

    void stopped(String agent, String why);

    /** Anything else. */
    void said(String word, String agent, String what);
  }

  private final Process process;
  private final Path log;
  private final Listener listener;
  private final BufferedWriter orders;

  // Guarded by this.
  private final Set<String> returning;
  private boolean replaced;

  HostProcess(Process process, Path logs, Collection<String> agents, Listener listener) {
    this.process = process;
    this.listener = listener;
    log = logs.resolve("host-" + process.pid() + ".log");
    orders = process.outputWriter();
    returning = new HashSet<>(agents);
    // A read of a pipe holds its carrier: enough of them, and no virtual thread has its turn.
    Thread.ofPlatform().daemon().name("host-output-" + process.pid()).start(this::listen);
  }

  private void listen() {
    try (BufferedReader output = process.inputReader()) {
      String line;
      while ((line = output.readLine()) != null) {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        heard(line.split(" ", 3));
      }
    } catch (IOException | UncheckedIOException gone) {
      // Killed in the middle of a line.
    }
  }

  private void heard(String[] words) throws IOException {
    if (words.length < 3) {
      return;
    }
    String agent = words[1];
    switch (words[0]) {
      case Supervised.RECOVERED -> {
        back(agent);
        listener.recovered(agent);
      }
      case Supervised.LOST -> {
        if (beginsAgain(agent)) {
          listener.lost(agent, words[2]);
        }
      }
      case Supervised.STOPPED -> {
        back(agent);
        listener.stopped(agent, words[2]);
      }
      default -> listener.said(words[0], agent, words[2]);
    }
  }

  private synchronized void back(String agent) {
    returning.remove(agent);
    notifyAll();
  }

  private synchronized boolean beginsAgain(String agent) throws IOException {
    if (!replaced) {
      returning.add(agent);
    }
    orders.write((replaced ? Supervised.LEAVE : Supervised.AGAIN) + " " + agent + "\n");
    orders.flush();
    return !replaced;
  }

  /**
   * Stops it in the middle of whatever it does, unless agents of it are still coming back: woken
   * later, these would begin an epoch after their successors', and be right.
   *
   * @return whether it did
   */
  synchronized boolean pause(Duration atMost) throws IOException, InterruptedException {
    long until = System.nanoTime() + atMost.toNanos();
    while (!returning.isEmpty() && until - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
    }
    if (!returning.isEmpty()) {
      return false;
    }
    replaced = true;
    signal("-STOP");
    return true;
  }

  void wake() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid()))
        .redirectErrorStream(true)
        .start()
        .waitFor();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it ended in time. */
  boolean ended(long nanos) throws InterruptedException {
    return process.waitFor(nanos, TimeUnit.NANOSECONDS);
  }
}
