package io.caxton.jepsen.bug;

import java.util.List;

/** Every seeded bug, in the order of --list. */
public final class SeededBugs {
  private SeededBugs() {}

  public static List<SeededBug> all() {
    return List.of();
  }

  /** What a server's JVM is given to have it. */
  public static List<String> jvmFlags(String name) {
    throw new IllegalArgumentException("no seeded bug '" + name + "'");
  }
}
