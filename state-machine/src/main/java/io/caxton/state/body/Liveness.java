package io.caxton.state.body;

import java.util.Arrays;
import kotlinx.collections.immutable.ExtensionsKt;
import kotlinx.collections.immutable.PersistentMap;

/** Which bodies are still wanted, at one moment. Immutable. */
public record Liveness(PersistentMap<Long, Kept> streams) {
  static final Liveness NOTHING = new Liveness(ExtensionsKt.persistentHashMapOf());

  /**
   * From {@code firstSeq} on all, and below it those in {@code parked}, sorted; the array is not
   * changed.
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Kept(long firstSeq, long[] parked) {
    private static final long[] NONE = {};

    static Kept from(long firstSeq) {
      return new Kept(firstSeq, NONE);
    }

    Kept trimmed(long newFirstSeq) {
      return new Kept(newFirstSeq, parked);
    }

    Kept with(long seq) {
      if (Arrays.binarySearch(parked, seq) >= 0) {
        return this;
      }
      long[] more = Arrays.copyOf(parked, parked.length + 1);
      more[parked.length] = seq;
      Arrays.sort(more);
      return new Kept(firstSeq, more);
    }
  }

  public boolean isLive(long streamId, long seq) {
    Kept kept = streams.get(streamId);
    return kept != null && (seq >= kept.firstSeq() || Arrays.binarySearch(kept.parked(), seq) >= 0);
  }
}
