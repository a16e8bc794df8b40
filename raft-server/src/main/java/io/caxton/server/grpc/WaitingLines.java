package io.caxton.server.grpc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Who waits for something to take from named places (queues, inboxes) of a fleet; leader only. One
 * waiter is woken for a place that has something; when it has been served and something is left,
 * the next is. Thread-safe.
 */
final class WaitingLines {
  record Key(String fleet, String name) {}

  /** Somebody who waits at any of several places. Woken once. */
  static final class Waiter {
    private final List<Key> keys;
    private final Consumer<Waiter> wake;
    private boolean parked;

    private Waiter(List<Key> keys, Consumer<Waiter> wake) {
      this.keys = keys;
      this.wake = wake;
    }
  }

  private final BiPredicate<String, String> hasSome;
  private final Executor replies;
  private final Map<Key, Deque<Waiter>> waiting = new HashMap<>();

  /**
   * @param hasSome whether there is something to take now at (fleet, name)
   */
  WaitingLines(BiPredicate<String, String> hasSome, Executor replies) {
    this.hasSome = hasSome;
    this.replies = replies;
  }

  boolean any(List<Key> keys) {
    for (Key key : keys) {
      if (hasSome.test(key.fleet(), key.name())) {
        return true;
      }
    }
    return false;
  }

  /** Waits until there may be something; {@code wake} is told on a reply thread, once. */
  Waiter park(List<Key> keys, Consumer<Waiter> wake) {
    Waiter waiter = new Waiter(keys, wake);
    synchronized (this) {
      waiter.parked = true;
      for (Key key : waiter.keys) {
        waiting.computeIfAbsent(key, k -> new ArrayDeque<>()).addLast(waiter);
      }
    }
    if (any(keys)) {
      wakeLeftOver(keys);
    }
    return waiter;
  }

  /** How many wait at this place now. */
  synchronized int waitingAt(Key key) {
    Deque<Waiter> line = waiting.get(key);
    return line == null ? 0 : line.size();
  }

  synchronized void unpark(Waiter waiter) {
    if (!waiter.parked) {
      return;
    }
    waiter.parked = false;
    for (Key key : waiter.keys) {
      Deque<Waiter> line = waiting.get(key);
      if (line != null && line.remove(waiter) && line.isEmpty()) {
        waiting.remove(key);
      }
    }
  }

  /** Something came to this place. */
  void ready(Key key) {
    wakeOne(key);
  }

  /** After a waiter was served or left: whoever is next, if anything is left. */
  void wakeNext(Waiter served) {
    for (Key key : served.keys) {
      if (hasSome.test(key.fleet(), key.name())) {
        wakeOne(key);
      }
    }
  }

  void wakeLeftOver(List<Key> keys) {
    for (Key key : keys) {
      if (isAwaited(key) && hasSome.test(key.fleet(), key.name())) {
        wakeOne(key);
      }
    }
  }

  private synchronized boolean isAwaited(Key key) {
    return waiting.containsKey(key);
  }

  private void wakeOne(Key key) {
    Waiter waiter;
    synchronized (this) {
      Deque<Waiter> line = waiting.get(key);
      if (line == null) {
        return;
      }
      waiter = line.peekFirst();
      unpark(waiter);
    }
    replies.execute(() -> waiter.wake.accept(waiter));
  }

  /** Nothing more comes here: everybody is woken. */
  void wakeAll() {
    Set<Waiter> waiters;
    synchronized (this) {
      List<Waiter> all = new ArrayList<>();
      waiting.values().forEach(all::addAll);
      waiters = new LinkedHashSet<>(all);
      waiters.forEach(this::unpark);
    }
    waiters.forEach(waiter -> replies.execute(() -> waiter.wake.accept(waiter)));
  }
}
