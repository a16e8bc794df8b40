package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.agent.state.Sha256;
import io.caxton.client.agent.state.StateType;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * How many messages there were, and a hash chained over them, so that one that is lost, counted
 * twice or out of order shows.
 */
record Chain(long count, ByteString hash) {
  private static final int HASH_BYTES = 32;
  static final int BYTES = Long.BYTES + HASH_BYTES;
  static final Chain EMPTY = new Chain(0, ByteString.copyFrom(new byte[HASH_BYTES]));

  /** A state that is a chain over the bodies of its events. */
  static final StateType<Chain> TYPE =
      StateType.of(
          "chain-1",
          () -> EMPTY,
          (chain, event) -> chain.and(event.body()),
          Chain::encoded,
          Chain::decoded);

  Chain and(ByteString message) {
    return new Chain(count + 1, Sha256.of(hash.concat(message)));
  }

  ByteString encoded() {
    byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(count).array();
    return ByteString.copyFrom(number).concat(hash);
  }

  static Chain decoded(ByteString bytes) {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException("a chain has not " + bytes.size() + " bytes");
    }
    return new Chain(
        bytes.substring(0, Long.BYTES).asReadOnlyByteBuffer().getLong(),
        bytes.substring(Long.BYTES));
  }

  /** In words: the count and the hash. */
  String text() {
    return count + ":" + HexFormat.of().formatHex(hash.toByteArray());
  }
}
