package io.caxton.jepsen.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Signals that Java itself cannot send; its own SIGTERM closes the process's streams as well. */
enum Signal {
  TERM,
  STOP,
  CONT;

  void send(long pid) {
    try {
      Process kill = new ProcessBuilder("sh", "-c", "kill -" + name() + " " + pid).start();
      if (kill.waitFor() != 0) {
        throw new IllegalStateException("kill -" + name() + " " + pid + " failed");
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot send " + name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Waits until the kernel says that the process stands still. */
  static void awaitStopped(long pid) {
    for (int i = 0; i < 1_000; i++) {
      try {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The name before it is in brackets and may hold anything.
        if (stat.charAt(stat.lastIndexOf(')') + 2) == 'T') {
          return;
        }
      } catch (IOException gone) {
        throw new IllegalStateException("process " + pid + " is gone", gone);
      }
      LockSupport.parkNanos(1_000_000);
    }
    throw new IllegalStateException("process " + pid + " did not stop");
  }
}
