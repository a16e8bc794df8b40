package io.caxton.client.cluster;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** Processes that must not outlive this one. */
public final class Children {
  private final Set<Process> all = new HashSet<>();
  private boolean ending;

  public synchronized Process start(ProcessBuilder builder) throws IOException {
    if (ending) {
      throw new IOException("this process is ending");
    }
    all.removeIf(process -> !process.isAlive());
    Process process = builder.start();
    all.add(process);
    return process;
  }

  /** SIGKILL for all; none is started after. */
  public synchronized void killAll() {
    ending = true;
    all.forEach(Process::destroyForcibly);
    try {
      for (Process process : all) {
        process.waitFor();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
