package io.caxton.jepsen.host;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every process we started and that may still live; none outlives this JVM. */
public final class Children {
  private static final Set<Process> LIVING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Children::killAll, "kill-children"));
  }

  private Children() {}

  public static Process adopt(Process process) {
    LIVING.add(process);
    process.onExit().thenRun(() -> LIVING.remove(process));
    return process;
  }

  /** SIGKILL to all that live; does not wait. */
  static void killAll() {
    LIVING.forEach(Process::destroyForcibly);
  }
}
