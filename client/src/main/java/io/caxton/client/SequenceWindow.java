package io.caxton.client;

import java.util.BitSet;

/** The sequences of one session: which is next, and which is the lowest still open. */
final class SequenceWindow {
  /**
   * The cluster keeps at most 16 384 outcomes of a session, those above the lowest open sequence:
   * one slow call and many quick ones beside it must not come to LIMIT_REACHED. Who needs more gets
   * a further session.
   */
  static final int OPEN_MAX = 16_000;

  /** Closed sequences at or above firstOpen, by their distance from {@link #base}. */
  private final BitSet closed = new BitSet();

  private long base = 1;
  private long firstOpen = 1;
  private long next = 1;

  /** The next sequence, open from now on; 0 if too many are open already. */
  synchronized long open() {
    return next - firstOpen >= OPEN_MAX ? 0 : next++;
  }

  synchronized long firstOpen() {
    return firstOpen;
  }

  /** Its answer has come, or nobody waits for it any more. */
  synchronized void close(long sequence) {
    closed.set((int) (sequence - base));
    firstOpen = base + closed.nextClearBit((int) (firstOpen - base));
    if (firstOpen == next) {
      closed.clear();
      base = next;
    } else if (firstOpen - base > OPEN_MAX) {
      BitSet rest = closed.get((int) (firstOpen - base), closed.length());
      closed.clear();
      closed.or(rest);
      base = firstOpen;
    }
  }

  synchronized boolean empty() {
    return firstOpen == next;
  }
}
