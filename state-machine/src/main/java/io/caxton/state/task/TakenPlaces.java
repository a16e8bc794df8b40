package io.caxton.state.task;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the checked tasks of one commit will take, before any of them is submitted: places in
 * queues, ids, new queues. Completions of the same commit free places.
 */
public final class TakenPlaces {
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, Long> hashes = new HashMap<>();
  private final Set<String> there = new HashSet<>();
  private final Set<String> newQueues = new HashSet<>();

  /** A task of the queue will be finished. */
  public void free(String queue) {
    places.merge(queue, -1, Integer::sum);
  }

  void add(String queue, String taskId, long hash) {
    places.merge(queue, 1, Integer::sum);
    if (!taskId.isEmpty()) {
      hashes.put(taskId, hash);
    }
  }

  int places(String queue) {
    return places.getOrDefault(queue, 0);
  }

  boolean contains(String taskId) {
    return hashes.containsKey(taskId);
  }

  boolean isSame(String taskId, long hash) {
    return hashes.get(taskId) == hash;
  }

  /** It is there now, even if a completion of the same commit lets it be forgotten. */
  void existing(String taskId) {
    there.add(taskId);
  }

  boolean wasThere(String taskId) {
    return there.contains(taskId);
  }

  /** The task will begin the queue, if no task before it does. */
  void begin(String queue) {
    newQueues.add(queue);
  }

  boolean begins(String queue) {
    return newQueues.contains(queue);
  }

  int newQueues() {
    return newQueues.size();
  }
}
