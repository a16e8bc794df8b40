package io.caxton.server.engine;

/**
 * How much of the heap those bodies hold that no snapshot has yet. Events that come faster than the
 * disk takes them must not fill it: first the snapshot stops sparing the disk, then the leader
 * takes no new bodies, at last applying waits for the snapshot. Thread-safe.
 */
public final class BodyMemory {
  /** The rest is for the state, the log's cache, and what is under way. */
  private static final double HEAP_SHARE = 0.375;

  private final long bytesMax;
  private volatile long bytes;

  public BodyMemory(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  public static BodyMemory ofHeap() {
    return new BodyMemory((long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE));
  }

  /** What they hold now; one thread says it. */
  public void set(long now) {
    bytes = now;
  }

  public long bytes() {
    return bytes;
  }

  /** A snapshot is due, whatever the length of the log. */
  boolean wantsSnapshot() {
    return bytes > bytesMax / 3;
  }

  /** The snapshot has to be written as fast as the disk can. */
  boolean hurries() {
    return bytes > bytesMax / 2;
  }

  /** A leader takes no further bodies. */
  public boolean isNearlyFull() {
    return bytes > refusedFromBytes();
  }

  private long refusedFromBytes() {
    return bytesMax / 4 * 3;
  }

  /** Nothing more may be applied before a snapshot has made room. */
  boolean isFull() {
    return bytes > bytesMax;
  }

  public String describe() {
    return bytes
        + " bytes of events, messages and checkpoints wait in memory for a snapshot, the bound is "
        + refusedFromBytes();
  }
}
