package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.agent.state.StateType;

/** What the counting agent remembers: the chain of its messages. */
record Tally(Chain chain) {
  /** So that a checkpoint takes two chunks, and a process can be killed between them. */
  private static final ByteString BALLAST = ByteString.copyFrom(new byte[1_100_000]);

  static final StateType<Tally> TYPE =
      StateType.of(
          "tally-1",
          () -> new Tally(Chain.EMPTY),
          (tally, event) -> new Tally(tally.chain.and(event.body())),
          tally -> tally.chain.encoded().concat(BALLAST),
          Tally::decoded);

  long count() {
    return chain.count();
  }

  private static Tally decoded(ByteString bytes) {
    if (bytes.size() != Chain.BYTES + BALLAST.size()) {
      throw new IllegalArgumentException("a tally has not " + bytes.size() + " bytes");
    }
    return new Tally(Chain.decoded(bytes.substring(0, Chain.BYTES)));
  }
}
