package io.caxton.client.agent;

import io.caxton.v1.Grant;
import io.caxton.v1.HeldGrant;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The grants that an agent holds, and the slots that their handlers run in. */
final class Runs {
  private final Agent agent;

  /** From the grant until its report is answered: what the agent lists as held. */
  private final Map<GrantKey, Run> held = new ConcurrentHashMap<>();

  /**
   * Grants settled lately, and when: an answer that was under way meanwhile may still deliver them
   * again.
   */
  private final Map<GrantKey, Long> settled = new ConcurrentHashMap<>();

  // Guarded by this.
  /** Grants whose handlers have not ended, started or not. */
  private int open;

  /** Handlers that run; at most the concurrency. */
  private int running;

  /** Tasks that the current stream may still send. */
  private int creditGiven;

  /** Open grants without a free slot: only redelivered ones can be too many. */
  private final Deque<Run> waiting = new ArrayDeque<>();

  Runs(Agent agent) {
    this.agent = agent;
  }

  /** Grants as they come from the stream against credit. */
  void granted(List<Grant> grants, long countedFromNanos) {
    synchronized (this) {
      creditGiven -= grants.size();
    }
    for (Grant grant : grants) {
      Run run = new Run(agent, grant, countedFromNanos);
      if (hold(run)) {
        ready(run);
      }
    }
  }

  /**
   * Grants that were lost on the way. Nobody here knows how much of their lease is left, so they
   * start only when an extension is accepted.
   */
  void redelivered(List<Grant> grants) {
    for (Grant grant : grants) {
      long sentNanos = agent.nanoTime();
      Run run = new Run(agent, grant, sentNanos);
      if (!hold(run)) {
        continue;
      }
      agent.counters().redelivered.increment();
      agent
          .granted()
          .extend(grant, Duration.ZERO)
          .whenComplete(
              (millis, failure) -> {
                if (failure == null) {
                  run.lease().accepted(sentNanos, millis);
                  ready(run);
                } else {
                  // If it is still ours it is delivered once more.
                  held.remove(run.key());
                  freed();
                }
              });
    }
  }

  private boolean hold(Run run) {
    if (agent.over()
        || agent.lease().over(agent.nanoTime())
        || settled.containsKey(run.key())
        || held.putIfAbsent(run.key(), run) != null) {
      return false;
    }
    synchronized (this) {
      open++;
    }
    return true;
  }

  private void ready(Run run) {
    synchronized (this) {
      if (running == agent.config().concurrency()) {
        waiting.add(run);
        return;
      }
      running++;
    }
    run.start();
  }

  /** A slot is free; the grant stays held until its report is answered. */
  void handlerEnded(Run run) {
    Run next;
    synchronized (this) {
      running--;
      next = waiting.poll();
      if (next != null) {
        running++;
      }
    }
    freed();
    if (next != null) {
      next.start();
    }
  }

  private void freed() {
    synchronized (this) {
      open--;
    }
    agent.intake().giveCredit(false);
  }

  void settled(Run run) {
    settled.put(run.key(), agent.nanoTime());
    held.remove(run.key());
    synchronized (this) {
      notifyAll();
    }
  }

  /** The cluster says that this grant is no longer valid. */
  void lost(GrantKey key) {
    Run run = held.get(key);
    if (run == null) {
      return;
    }
    run.stop(Run.Stop.ABANDON);
    boolean neverStarted;
    synchronized (this) {
      neverStarted = waiting.remove(run);
    }
    if (neverStarted) {
      agent.counters().lost.increment();
      freed();
      settled(run);
    }
  }

  void giveBackAll() {
    held.values().forEach(run -> run.stop(Run.Stop.GIVE_BACK));
  }

  void abandonAll() {
    held.values().forEach(run -> run.stop(Run.Stop.ABANDON));
    synchronized (this) {
      waiting.clear();
      notifyAll();
    }
  }

  Collection<Run> all() {
    return held.values();
  }

  List<HeldGrant> heldGrants() {
    List<HeldGrant> list = new ArrayList<>();
    held.keySet().forEach(key -> list.add(key.held()));
    return list;
  }

  /** Forgets settled grants that no answer under way can deliver any more. */
  void forgetSettledBefore(long nanos) {
    settled.values().removeIf(at -> at - nanos < 0);
  }

  /** The credit that a new stream starts with. */
  synchronized int creditOfNewStream() {
    creditGiven = Math.max(0, agent.config().concurrency() - open);
    return creditGiven;
  }

  /** Credit to give now, which then counts as given; 0 if it is not worth a message yet. */
  synchronized int takeCredit(boolean everyOne) {
    int owed = agent.config().concurrency() - open - creditGiven;
    boolean worth = everyOne || open == 0 || 4 * owed >= agent.config().concurrency();
    if (owed <= 0 || !worth) {
      return 0;
    }
    creditGiven += owed;
    return owed;
  }

  synchronized int running() {
    return running;
  }

  int held() {
    return held.size();
  }

  void awaitEmpty(long millis) {
    long endNanos = System.nanoTime() + millis * 1_000_000;
    synchronized (this) {
      try {
        long leftMillis = millis;
        while (!held.isEmpty() && !agent.over() && leftMillis > 0) {
          wait(leftMillis);
          leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
