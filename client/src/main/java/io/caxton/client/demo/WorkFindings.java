package io.caxton.client.demo;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is not as it must be. Thread-safe. */
final class WorkFindings {
  /** What is counted. */
  enum Kind {
    LOST,
    ENDED_TWICE,
    FENCE_NOT_RISING,
    /** Two tasks of an ordering key at once, or in another order than they were submitted. */
    KEY_NOT_IN_ORDER,
    COMPENSATION_NOT_IN_ORDER,
    OTHER
  }

  private static final int TEXTS_MAX = 100;

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final List<String> texts = new ArrayList<>();

  synchronized void add(Kind kind, String text) {
    counts.merge(kind, 1, Integer::sum);
    if (texts.size() < TEXTS_MAX) {
      texts.add(kind + ": " + text);
    }
  }

  synchronized int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** The first ones, in words. */
  synchronized List<String> texts() {
    return List.copyOf(texts);
  }
}
