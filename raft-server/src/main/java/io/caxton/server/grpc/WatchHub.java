package io.caxton.server.grpc;

import io.caxton.state.feed.Feed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Moves all streams on that wait for changes, from one thread of its own: apply only wakes it, the
 * data is in the feed. Thread-safe.
 */
public final class WatchHub implements AutoCloseable {
  /** A quiet stream gets a progress message this often. */
  static final long PROGRESS_NANOS = 5_000_000_000L;

  private static final long GATHER_NANOS = 1_000_000L;

  /** A stream that goes on when something was applied. */
  interface Pumped {
    /** On the hub's thread; must not wait. False when the stream has ended. */
    boolean pump(long nowNanos);
  }

  private final Supplier<Feed> feed;
  private final Map<Pumped, Runnable> streams = new LinkedHashMap<>();
  private final Thread thread;
  private volatile boolean anyStreams;
  private volatile boolean signalled;
  private volatile boolean closed;

  public WatchHub(Supplier<Feed> feed) {
    this.feed = feed;
    this.thread = Thread.ofPlatform().name("caxton-watch").daemon().start(this::run);
  }

  Supplier<Feed> feed() {
    return feed;
  }

  void add(Pumped stream, Runnable onEnd) {
    synchronized (streams) {
      streams.put(stream, onEnd);
      anyStreams = true;
    }
    signal();
  }

  boolean remove(Pumped stream) {
    synchronized (streams) {
      boolean removed = streams.remove(stream) != null;
      anyStreams = !streams.isEmpty();
      return removed;
    }
  }

  /** Something may have changed; cheap when nobody watches. */
  public void signal() {
    if (anyStreams && !signalled) {
      signalled = true;
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (!closed) {
      if (!signalled) {
        LockSupport.parkNanos(this, anyStreams ? PROGRESS_NANOS / 5 : PROGRESS_NANOS);
      } else {
        LockSupport.parkNanos(this, GATHER_NANOS);
      }
      signalled = false;
      pumpAll();
    }
  }

  private void pumpAll() {
    Map<Pumped, Runnable> all;
    synchronized (streams) {
      if (streams.isEmpty()) {
        return;
      }
      all = new LinkedHashMap<>(streams);
    }
    long now = System.nanoTime();
    all.forEach(
        (stream, onEnd) -> {
          if (!stream.pump(now)) {
            onEnd.run();
          }
        });
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
