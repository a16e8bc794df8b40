package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Change;
import io.caxton.v1.ListRoutesRequest;
import io.caxton.v1.WatchResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows the feed from its cursor and records what it is shown. For one thread. */
final class Watcher {
  /** What one step gathers into one operation. */
  private static final Duration STEP = Duration.ofMillis(300);

  private static final int CHANGES_MAX = 500;
  private static final int PAUSE_MILLIS = 150;
  private static final int MOVE_EVERY = 25;

  private final String name;
  private final Caller caller;
  private final CaxtonClient client;
  private final WatchFeed feed;
  private long cursor;
  private int steps;

  Watcher(String name, Caller caller, CaxtonClient client, WatchFeed feed, long from) {
    this.name = name;
    this.caller = caller;
    this.client = client;
    this.feed = feed;
    cursor = from;
  }

  /** Changes up to a new cursor. */
  private record Shown(long to, List<Object> changes) {}

  void step() throws InterruptedException {
    if (feed.lost()) {
      list();
      return;
    }
    if (++steps % MOVE_EVERY == 0) {
      feed.moveOn();
    }
    long from = cursor;
    Optional<Shown> shown =
        caller.look(
            "watch",
            key(),
            Operation.map("watcher", name, "node", feed.node(), "from", from),
            () -> watch(from),
            seen ->
                Operation.map(
                    "watcher", name, "from", from, "to", seen.to(), "changes", seen.changes()));
    if (shown.isPresent()) {
      cursor = shown.get().to();
    } else {
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private String key() {
    return feed.prefix();
  }

  private Shown watch(long from) {
    List<Object> changes = new ArrayList<>();
    long to = from;
    long until = System.nanoTime() + STEP.toNanos();
    try {
      feed.open(from);
      while (changes.size() < CHANGES_MAX) {
        Duration left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
        Optional<WatchResponse> next = feed.next(left);
        if (next.isEmpty()) {
          break;
        }
        for (Change change : next.get().getChangesList()) {
          changes.add(List.of(change.getPosition(), FeedWriter.text(change)));
        }
        to = next.get().getPosition();
      }
    } catch (Caller.NoAnswer brokenOff) {
      // What came before counts; if nothing did, the operation has failed.
      if (changes.isEmpty()) {
        throw brokenOff;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Caller.NoAnswer("interrupted", true);
    }
    return new Shown(to, changes);
  }

  /** What was between is not shown to this watcher: it goes on from the position of the list. */
  private void list() {
    caller
        .look(
            "list",
            key(),
            Operation.map("watcher", name),
            () ->
                CaxtonException.join(
                    client
                        .routes()
                        .list(ListRoutesRequest.newBuilder().setNamePrefix(key()).build())),
            list -> Operation.map("watcher", name, "position", list.getInfo().getPosition()))
        .ifPresent(
            list -> {
              cursor = list.getInfo().getPosition();
              feed.listed();
            });
  }

  void catchUpTo(long position, Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    try {
      while (cursor < position && System.nanoTime() - until < 0) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void close() {
    feed.close();
  }
}
