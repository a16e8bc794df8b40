package io.caxton.jepsen.node;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every process we started and that may still live; none outlives this JVM. */
final class Children {
  private static final Set<Process> LIVING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> LIVING.forEach(Process::destroyForcibly), "kill-children"));
  }

  private Children() {}

  static Process adopt(Process process) {
    LIVING.add(process);
    process.onExit().thenRun(() -> LIVING.remove(process));
    return process;
  }
}
