package io.caxton.client.demo;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Which attempts the agents say that they have begun and done. */
final class WorkWords implements AgentsHosts.Words {
  /** One grant of a task. */
  record Attempt(String taskId, long fence) {}

  private static final int WORDS = 4;

  private final Map<Attempt, String> begun = new ConcurrentHashMap<>();
  private final Set<Attempt> done = ConcurrentHashMap.newKeySet();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  @Override
  public void said(String word, String agent, String what) {
    switch (word) {
      case WorkHost.BEGUN -> attempt(what).ifPresent(attempt -> begun(attempt, agent));
      case WorkHost.DONE -> attempt(what).ifPresent(done::add);
      default -> {}
    }
  }

  /** Empty if the line was cut off. */
  private static Optional<Attempt> attempt(String what) {
    String[] words = what.split(" ", WORDS);
    return words.length == WORDS && words[WORDS - 1].equals(WorkHost.POINT)
        ? Optional.of(new Attempt(words[0], Long.parseLong(words[1])))
        : Optional.empty();
  }

  private void begun(Attempt attempt, String agent) {
    String before = begun.put(attempt, agent);
    if (before != null) {
      faults.add("begun by " + before + " and again by " + agent + ": " + attempt);
    }
  }

  /** By whom each attempt was begun. */
  Map<Attempt, String> begun() {
    return Map.copyOf(begun);
  }

  Set<Attempt> done() {
    return Set.copyOf(done);
  }

  /** Grants that were worked on twice. */
  Iterable<String> faults() {
    return faults;
  }
}
