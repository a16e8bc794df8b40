package io.caxton.client;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.concurrent.atomic.AtomicInteger;

/** One node of the cluster as this client knows it: an address and a connection kept warm. */
final class Node {
  private static final int BACKOFF_INITIAL_MILLIS = 50;
  private static final int BACKOFF_MAX_MILLIS = 250;

  private final String address;
  private final Core core;
  private final AtomicInteger shortTries = new AtomicInteger();
  private final AtomicInteger longTries = new AtomicInteger();

  private volatile ManagedChannel channel;
  private boolean closed;

  /** When this node last answered anything, or was first owed an answer. */
  private volatile long heardNanos;

  /** When it last said that it does not lead. */
  private volatile long refusedNanos = Long.MIN_VALUE;

  Node(String address, Core core) {
    this.address = address;
    this.core = core;
    channel = core.channels().open(address);
  }

  String address() {
    return address;
  }

  ManagedChannel channel() {
    return channel;
  }

  /** A try at the leader begins; a long one is a wait that the node need not answer soon. */
  void owes(boolean longTry) {
    if (longTry) {
      longTries.getAndIncrement();
    } else if (shortTries.getAndIncrement() == 0) {
      heardNanos = System.nanoTime();
    }
  }

  void settled(boolean longTry, boolean answered) {
    (longTry ? longTries : shortTries).decrementAndGet();
    if (answered) {
      heard();
    }
  }

  void heard() {
    heardNanos = System.nanoTime();
  }

  /** True if it owes an answer and has said nothing for so long. */
  boolean silent(long nowNanos, long silenceNanos) {
    long quiet = nowNanos - heardNanos;
    return (shortTries.get() > 0 && quiet > silenceNanos)
        || (longTries.get() > 0 && quiet > 10 * silenceNanos);
  }

  void refused() {
    refusedNanos = System.nanoTime();
  }

  boolean refusedWithin(long nanos) {
    return refusedNanos != Long.MIN_VALUE && System.nanoTime() - refusedNanos < nanos;
  }

  void keepWarm() {
    keepWarm(channel, BACKOFF_INITIAL_MILLIS);
  }

  /** Connects when idle, and when connecting failed tries again sooner than gRPC would. */
  private void keepWarm(ManagedChannel warm, int backoffMillis) {
    ConnectivityState state = warm.getState(true);
    if (!warm.equals(channel) || state == ConnectivityState.SHUTDOWN) {
      return;
    }
    if (state == ConnectivityState.TRANSIENT_FAILURE) {
      core.later(
          backoffMillis * 1_000_000L,
          () -> {
            warm.resetConnectBackoff();
            keepWarm(warm, Math.min(2 * backoffMillis, BACKOFF_MAX_MILLIS));
          });
    } else {
      warm.notifyWhenStateChanged(state, () -> keepWarm(warm, BACKOFF_INITIAL_MILLIS));
    }
  }

  /** Gives up everything that is under way to this node, and connects anew. */
  synchronized void reset() {
    if (closed) {
      // The client was closed meanwhile: nobody would ever close a new channel.
      return;
    }
    ManagedChannel old = channel;
    channel = core.channels().open(address);
    heard();
    keepWarm();
    old.shutdownNow();
  }

  synchronized ManagedChannel close() {
    closed = true;
    return channel.shutdownNow();
  }

  @Override
  public String toString() {
    return address;
  }
}
