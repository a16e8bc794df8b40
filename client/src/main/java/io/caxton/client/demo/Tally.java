package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.agent.state.Sha256;
import io.caxton.client.agent.state.StateType;
import java.nio.ByteBuffer;

/**
 * What the counting agent remembers: how many messages there were, and a hash chained over them, so
 * that one that is lost, counted twice or out of order shows.
 */
record Tally(long count, ByteString chain) {
  private static final int CHAIN_BYTES = 32;

  /** So that a checkpoint takes two chunks, and a process can be killed between them. */
  private static final ByteString BALLAST = ByteString.copyFrom(new byte[1_100_000]);

  static final StateType<Tally> TYPE =
      StateType.of(
          "tally-1",
          () -> new Tally(0, ByteString.copyFrom(new byte[CHAIN_BYTES])),
          (tally, event) -> tally.and(event.body()),
          Tally::encoded,
          Tally::decoded);

  private Tally and(ByteString message) {
    return new Tally(count + 1, Sha256.of(chain.concat(message)));
  }

  private ByteString encoded() {
    byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(count).array();
    return ByteString.copyFrom(number).concat(chain).concat(BALLAST);
  }

  private static Tally decoded(ByteString bytes) {
    if (bytes.size() != Long.BYTES + CHAIN_BYTES + BALLAST.size()) {
      throw new IllegalArgumentException("a tally has not " + bytes.size() + " bytes");
    }
    return new Tally(
        bytes.substring(0, Long.BYTES).asReadOnlyByteBuffer().getLong(),
        bytes.substring(Long.BYTES, Long.BYTES + CHAIN_BYTES));
  }
}
