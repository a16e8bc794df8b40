package io.caxton.client.demo;

import io.caxton.client.cluster.Children;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One life of a counting agent: a process whose words are listened to. */
final class HundredProcess {
  private static final String ENDED = "ended";

  private final Process process;
  private final Path log;
  private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

  private HundredProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static HundredProcess start(Children children, List<String> command, Path log)
      throws IOException {
    Process process = children.start(new ProcessBuilder(command).redirectErrorStream(true));
    HundredProcess started = new HundredProcess(process, log);
    // A read of a pipe would hold the carrier of a virtual thread.
    Thread.ofPlatform().daemon().name("hundred-output").start(started::listen);
    return started;
  }

  private void listen() {
    try (BufferedReader output = process.inputReader()) {
      String line;
      while ((line = output.readLine()) != null) {
        Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (line.startsWith(HundredAgent.AT) || line.startsWith(HundredAgent.DONE)) {
          words.add(line);
        }
      }
    } catch (IOException | UncheckedIOException gone) {
      // Killed in the middle of a line.
    } finally {
      words.add(ENDED);
    }
  }

  /** Waits for a line that begins so, and gives the rest of it. */
  String await(String beginning, Duration atMost) throws InterruptedException {
    String line = words.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null || !line.startsWith(beginning)) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "an agent did not come to say '"
              + beginning.strip()
              + "'"
              + (line == null ? " in " + atMost.toSeconds() + " s" : ", but " + line),
          "Its log is " + log + "; --keep keeps it.");
    }
    return line.substring(beginning.length());
  }

  /** SIGKILL; returns when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
