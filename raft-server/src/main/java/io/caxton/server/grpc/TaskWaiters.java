package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Callers who wait for tasks to end; leader only. Thread-safe. */
final class TaskWaiters {
  private static final int WAIT_MILLIS_DEFAULT = 30_000;

  private record Key(String fleet, String taskId) {}

  /** One caller. {@code ended} completes when the task ended or the wait is over. */
  static final class Waiter {
    private final Key key;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Waiter(Key key) {
      this.key = key;
    }

    CompletableFuture<Void> ended() {
      return ended;
    }
  }

  private final Map<Key, Set<Waiter>> waiters = new HashMap<>();

  Waiter listen(String fleet, String taskId, int waitMillis) {
    Waiter waiter = new Waiter(new Key(Fleets.name(fleet), taskId));
    synchronized (this) {
      waiters.computeIfAbsent(waiter.key, key -> new LinkedHashSet<>()).add(waiter);
    }
    waiter.ended.completeOnTimeout(
        null, waitMillis == 0 ? WAIT_MILLIS_DEFAULT : waitMillis, TimeUnit.MILLISECONDS);
    return waiter;
  }

  synchronized void forget(Waiter waiter) {
    waiter.ended.complete(null);
    Set<Waiter> others = waiters.get(waiter.key);
    if (others != null && others.remove(waiter) && others.isEmpty()) {
      waiters.remove(waiter.key);
    }
  }

  /** The task ended; never called on the apply thread. */
  void ended(String fleet, String taskId) {
    Set<Waiter> done;
    synchronized (this) {
      done = waiters.remove(new Key(fleet, taskId));
    }
    if (done != null) {
      done.forEach(waiter -> waiter.ended.complete(null));
    }
  }

  /** Whether anybody waits: keeps the common case free of locks elsewhere. */
  synchronized boolean isEmpty() {
    return waiters.isEmpty();
  }

  /** This node does not lead any more: the callers ask the next leader. */
  void refuseAll() {
    Map<Key, Set<Waiter>> all;
    synchronized (this) {
      all = new HashMap<>(waiters);
      waiters.clear();
    }
    RefusedException cause =
        RefusedException.notLeader(java.util.Optional.empty(), java.util.Optional.empty());
    all.values().forEach(set -> set.forEach(waiter -> waiter.ended.completeExceptionally(cause)));
  }
}
