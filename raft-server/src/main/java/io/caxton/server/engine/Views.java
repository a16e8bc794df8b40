package io.caxton.server.engine;

import io.caxton.server.consensus.LogPosition;
import io.caxton.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Immutable views of the state for readers. A view is frozen when somebody waits for one, at most
 * once for each applied record; holders of a view never lock. Thread-safe.
 */
public final class Views {
  /** A state and the log position it stands at. */
  private record View(LogPosition at, State state) {}

  private record Waiter(long target, CompletableFuture<State> view) {}

  private final ReentrantLock stateLock;
  private final Supplier<State> freeze;
  private final Executor replies;
  private volatile View published;

  // Guarded by stateLock.
  private LogPosition applied = LogPosition.NONE;
  private final PriorityQueue<Waiter> byIndex =
      new PriorityQueue<>((a, b) -> Long.compare(a.target(), b.target()));
  private final PriorityQueue<Waiter> byPosition =
      new PriorityQueue<>((a, b) -> Long.compare(a.target(), b.target()));

  Views(ReentrantLock stateLock, Supplier<State> freeze, Executor replies) {
    this.stateLock = stateLock;
    this.freeze = freeze;
    this.replies = replies;
  }

  /** A state with every entry up to this log index; waits until it is applied. */
  public CompletableFuture<State> atIndex(long index) {
    View view = published;
    if (view != null && view.at().index() >= index) {
      return CompletableFuture.completedFuture(view.state());
    }
    stateLock.lock();
    try {
      if (applied.index() >= index) {
        return CompletableFuture.completedFuture(publish());
      }
      Waiter waiter = new Waiter(index, new CompletableFuture<>());
      byIndex.add(waiter);
      return waiter.view();
    } finally {
      stateLock.unlock();
    }
  }

  /** A state at this position or a later one; waits until it is applied. */
  public CompletableFuture<State> atPosition(long position) {
    View view = published;
    if (view != null && view.state().position() >= position) {
      return CompletableFuture.completedFuture(view.state());
    }
    stateLock.lock();
    try {
      State state = publish();
      if (state.position() >= position) {
        return CompletableFuture.completedFuture(state);
      }
      Waiter waiter = new Waiter(position, new CompletableFuture<>());
      byPosition.add(waiter);
      return waiter.view();
    } finally {
      stateLock.unlock();
    }
  }

  /** The newest state this node has. */
  public State newest() {
    stateLock.lock();
    try {
      return publish();
    } finally {
      stateLock.unlock();
    }
  }

  /** Forgets waiters that were answered otherwise, by a time-out; call it now and then. */
  public void forgetAnswered() {
    stateLock.lock();
    try {
      byIndex.removeIf(waiter -> waiter.view().isDone());
      byPosition.removeIf(waiter -> waiter.view().isDone());
    } finally {
      stateLock.unlock();
    }
  }

  /** After each applied record, under the state lock. */
  void applied(LogPosition at) {
    applied = at;
    if (byIndex.isEmpty() && byPosition.isEmpty()) {
      return;
    }
    List<CompletableFuture<State>> served = new ArrayList<>();
    while (!byIndex.isEmpty() && byIndex.peek().target() <= at.index()) {
      served.add(byIndex.poll().view());
    }
    State state = served.isEmpty() && byPosition.isEmpty() ? null : publish();
    while (!byPosition.isEmpty() && byPosition.peek().target() <= state.position()) {
      served.add(byPosition.poll().view());
    }
    if (!served.isEmpty()) {
      replies.execute(() -> served.forEach(view -> view.complete(state)));
    }
  }

  /** The state was replaced as a whole, under the state lock. */
  void replaced(LogPosition at) {
    published = null;
    applied(at);
  }

  private State publish() {
    View view = published;
    if (view == null || view.at().index() < applied.index()) {
      view = new View(applied, freeze.get());
      published = view;
    }
    return view.state();
  }
}
