package io.caxton.state.body;

import java.util.Arrays;

/** Where the bodies of one stream lie in a segment: dense from its first one. */
final class SegmentStream {
  private final long firstSeq;
  private volatile long[] addresses = new long[4];

  /** Written last: what a reader counts, it finds. */
  private volatile int count;

  SegmentStream(long firstSeq) {
    this.firstSeq = firstSeq;
  }

  long firstSeq() {
    return firstSeq;
  }

  /** One above the last. */
  long endSeq() {
    return firstSeq + count;
  }

  long address(long seq) {
    return addresses[(int) (seq - firstSeq)];
  }

  void add(long seq, long address) {
    int size = count;
    if (seq != firstSeq + size) {
      throw new IllegalStateException("body " + seq + " does not follow " + (firstSeq + size - 1));
    }
    long[] grown =
        size < addresses.length ? addresses : Arrays.copyOf(addresses, addresses.length * 2);
    grown[size] = address;
    addresses = grown;
    count = size + 1;
  }
}
