package io.caxton.client.demo;

import io.caxton.client.cluster.Children;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The demo's agents, one process each; a dead one is started again under its id. */
final class AgentProcesses {
  private static final int CRASHES_MAX = 20;

  private final Children children;
  private final Path logs;
  private final Function<String, List<String>> command;
  private final Map<String, Process> processes = new TreeMap<>();
  private int crashes;

  /**
   * @param command gives an agent's command line by its id
   */
  AgentProcesses(Children children, Path logs, Function<String, List<String>> command)
      throws IOException {
    this.children = children;
    this.logs = Files.createDirectories(logs);
    this.command = command;
  }

  void start(int count) throws IOException {
    for (int i = 1; i <= count; i++) {
      start("agent-" + i);
    }
  }

  private void start(String id) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command.apply(id))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log(id).toFile()));
    processes.put(id, children.start(builder));
  }

  private Path log(String id) {
    return logs.resolve(id + ".log");
  }

  long pid(String id) {
    return processes.get(id).pid();
  }

  boolean runs(String id) {
    return processes.containsKey(id) && processes.get(id).isAlive();
  }

  /** SIGKILL; returns when it is gone. */
  void kill(String id) throws InterruptedException {
    processes.get(id).destroyForcibly().waitFor();
  }

  void restart(String id) throws IOException {
    start(id);
  }

  /** Starts again what ended by itself, which should not happen often. */
  void replaceFallen() throws IOException {
    for (Map.Entry<String, Process> agent : Map.copyOf(processes).entrySet()) {
      if (!agent.getValue().isAlive()) {
        crashes++;
        if (crashes > CRASHES_MAX) {
          throw new CommandFailure(
              ExitCode.FAILED,
              "agents keep ending by themselves, the last one was " + agent.getKey(),
              "Their logs are " + logs + "; --keep keeps them.");
        }
        start(agent.getKey());
      }
    }
  }

  /** How many ended without being killed by us. */
  int crashes() {
    return crashes;
  }
}
