package io.caxton.jepsen.run;

import io.caxton.jepsen.nemesis.Counters;
import io.caxton.jepsen.nemesis.Event;
import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NodeRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks every node again and again what it is, and adds up what nodes forget when they restart. */
final class LeaderWatch implements AutoCloseable {
  private static final long APART_MILLIS = 100;

  private final Supplier<List<TestNode>> nodes;
  private final Counters counters;
  private final Consumer<Event> events;
  private final Map<Long, GetNodeResponse> lastOfProcess = new HashMap<>();
  private final List<Thread> threads;
  private long leaderTerm;
  private volatile Optional<TestNode> leader = Optional.empty();

  LeaderWatch(Supplier<List<TestNode>> nodes, Counters counters, Consumer<Event> events) {
    this.nodes = nodes;
    this.counters = counters;
    this.events = events;
    // One for each place in the list: a paused node must not hide the others.
    threads =
        java.util.stream.IntStream.range(0, nodes.get().size())
            .mapToObj(i -> Thread.ofVirtual().name("watch-" + i).start(() -> watch(i)))
            .toList();
  }

  /** The leader of the highest term seen so far. */
  Optional<TestNode> leader() {
    return leader;
  }

  private void watch(int place) {
    try {
      while (true) {
        TestNode node = nodes.get().get(place);
        node.raw().view().ifPresent(view -> see(node, view));
        Thread.sleep(APART_MILLIS);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void see(TestNode node, GetNodeResponse view) {
    GetNodeResponse before =
        Optional.ofNullable(lastOfProcess.put(view.getPid(), view))
            .orElse(GetNodeResponse.getDefaultInstance());
    counters.add("elections", Math.max(0, view.getElections() - before.getElections()));
    counters.add(
        "snapshots-installed",
        Math.max(0, view.getSnapshotsInstalled() - before.getSnapshotsInstalled()));
    if (before.getSnapshotIndex() > 0 && view.getSnapshotIndex() > before.getSnapshotIndex()) {
      counters.add("snapshots");
    }
    if (view.getRole() == NodeRole.NODE_ROLE_LEADER && view.getTerm() > leaderTerm) {
      leaderTerm = view.getTerm();
      if (leader.isPresent()) {
        counters.add(leader.get() == node ? "leader-reelections" : "leader-changes");
      }
      leader = Optional.of(node);
      events.accept(
          Event.now(Event.LEADER, Event.Type.SEEN, node.id() + " leads in term " + leaderTerm));
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
