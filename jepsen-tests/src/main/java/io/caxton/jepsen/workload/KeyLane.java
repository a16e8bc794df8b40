package io.caxton.jepsen.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * One key after another. A key is left when it has enough operations for a search, or too many of
 * unknown outcome; all keys are kept for the final reads. Thread-safe.
 */
final class KeyLane {
  private static final int UNKNOWN_MAX = 6;

  private final String name;
  private final int operationsMax;
  private final List<String> keys = new ArrayList<>();
  private int answered;
  private int unknown;

  KeyLane(String name, int operationsMax) {
    this.name = name;
    this.operationsMax = operationsMax;
    next();
  }

  private void next() {
    keys.add(name + "-" + keys.size());
    answered = 0;
    unknown = 0;
  }

  synchronized String key() {
    return keys.getLast();
  }

  /** Counts an operation on this key that ended. */
  synchronized void ended(String key, boolean known) {
    if (!key.equals(keys.getLast())) {
      return;
    }
    answered++;
    unknown += known ? 0 : 1;
    if (answered >= operationsMax || unknown >= UNKNOWN_MAX) {
      next();
    }
  }

  synchronized List<String> keys() {
    return List.copyOf(keys);
  }
}
