package io.caxton.state;

import io.caxton.state.core.Hash64;
import io.caxton.v1.StateHeader;
import java.util.List;

/** The digest of a state: a sum over its rows, so that it does not depend on their order. */
final class Digest {
  private Digest() {}

  static long of(StateHeader header, List<FrozenTable> tables) {
    long[] sum = {Hash64.of(header.toByteArray())};
    for (FrozenTable table : tables) {
      long seed = Hash64.of(table.name(), 0);
      table.forEachUnsorted(
          (key, value) -> {
            byte[] bytes = value.toByteArray();
            long keyHash = Hash64.of(key, 0, key.length, seed);
            sum[0] += Hash64.of(bytes, 0, bytes.length, keyHash);
          });
    }
    return Hash64.mix(sum[0]);
  }
}
