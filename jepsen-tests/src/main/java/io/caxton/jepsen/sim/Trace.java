package io.caxton.jepsen.sim;

import java.util.ArrayDeque;
import java.util.List;

/** What happened, as a hash of every line and the newest lines in words. */
final class Trace {
  private static final int KEPT = 30;

  private final boolean printed;
  private final ArrayDeque<String> newest = new ArrayDeque<>();
  private long hash = 1_125_899_906_842_597L;
  private long step;

  Trace(boolean printed) {
    this.printed = printed;
  }

  void nextStep() {
    step++;
  }

  long step() {
    return step;
  }

  void add(String line) {
    hash = (hash ^ line.hashCode()) * 0x9E3779B97F4A7C15L;
    hash ^= hash >>> 29;
    if (printed) {
      System.out.println(step + " " + line);
    }
    newest.addLast(step + " " + line);
    if (newest.size() > KEPT) {
      newest.removeFirst();
    }
  }

  long hash() {
    return hash;
  }

  List<String> newest() {
    return List.copyOf(newest);
  }
}
