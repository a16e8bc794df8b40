package io.caxton.client;

import io.caxton.v1.ErrorReason;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Knows who leads. While nobody does, requests wait here and one search asks the nodes on behalf of
 * all: a thousand calls that lost their leader must not become a thousand calls a pause each, in
 * the middle of an election.
 */
final class LeaderFinder implements Aim {
  /** A hint to a node that refused so recently is out of date: ask everybody instead. */
  private static final long HINT_DOUBTFUL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Core core;
  private final Queue<Request<?, ?>> waiting = new ConcurrentLinkedQueue<>();
  private final List<Consumer<Node>> listeners = new CopyOnWriteArrayList<>();

  private volatile Optional<Node> leader = Optional.empty();

  // Guarded by this.
  private LeaderSearch search;
  private long term;
  private long foundNanos = System.nanoTime() - HINT_DOUBTFUL_NANOS;

  LeaderFinder(Core core) {
    this.core = core;
  }

  @Override
  public Optional<Node> pick() {
    return leader;
  }

  @Override
  public long failedNanos(Node node, Failure failure, int tries) {
    if (failure.reason() == ErrorReason.NOT_LEADER) {
      node.refused();
    }
    synchronized (this) {
      if (leader.isPresent() && leader.get() == node) {
        leader = Optional.empty();
      }
      if (leader.isEmpty()) {
        hinted(node, failure).ifPresentOrElse(this::lead, this::search);
      }
    }
    return 0;
  }

  private Optional<Node> hinted(Node node, Failure failure) {
    String address = failure.details().getOrDefault("leader_address", "");
    if (failure.reason() != ErrorReason.NOT_LEADER || address.isEmpty()) {
      return Optional.empty();
    }
    Node hinted = core.nodes().at(address);
    return hinted == node || hinted.refusedWithin(HINT_DOUBTFUL_NANOS)
        ? Optional.empty()
        : Optional.of(hinted);
  }

  /** Asks the others, while requests still go to the node that is late. */
  @Override
  public synchronized void late(Node node) {
    search();
  }

  /** Takes a request until there is a leader or its deadline has passed; then calls its next(). */
  void await(Request<?, ?> request) {
    waiting.add(request);
    if (leader.isPresent()) {
      resume();
    } else {
      search();
    }
  }

  synchronized void search() {
    if (search == null && !core.closed()) {
      long rest = foundNanos + Pauses.shortNanos() - System.nanoTime();
      search = new LeaderSearch(core, this);
      core.later(Math.max(0, rest), search::start);
    }
  }

  /** A node says that it leads in this term and is ready. */
  void found(LeaderSearch by, Node node, long itsTerm) {
    synchronized (this) {
      if (search != by || itsTerm < term) {
        return;
      }
      by.stop();
      search = null;
      term = itsTerm;
      foundNanos = System.nanoTime();
      leader = Optional.of(node);
    }
    announce(node);
    tick(System.nanoTime());
  }

  /** By a hint; told from the timer, because this holds the lock. */
  private void lead(Node node) {
    leader = Optional.of(node);
    core.later(0, () -> announce(node));
  }

  private void announce(Node node) {
    listeners.forEach(listener -> listener.accept(node));
    resume();
  }

  private void resume() {
    Request<?, ?> request;
    while (leader.isPresent() && (request = waiting.poll()) != null) {
      request.next();
    }
  }

  /** Called every now and then by the timer. */
  void tick(long nowNanos) {
    for (Node node : core.nodes().all()) {
      if (node.silent(nowNanos, core.silenceNanos())) {
        silent(node);
      }
    }
    for (Request<?, ?> request : waiting) {
      if ((request.overdue(nowNanos) || core.closed()) && waiting.remove(request)) {
        request.next();
      }
    }
  }

  private void silent(Node node) {
    Optional<Node> leads = leader;
    if (leads.isEmpty() || leads.get() == node) {
      late(node);
    } else {
      // What a leader of the past still owes is asked for at the new one, not waited for.
      node.reset();
    }
  }

  /** Told on a network or timer thread whenever there is a leader. */
  void onLeader(Consumer<Node> listener) {
    listeners.add(listener);
  }

  void forget(Consumer<Node> listener) {
    listeners.remove(listener);
  }
}
