package io.caxton.server.grpc;

import io.caxton.server.error.RefusedException;
import io.caxton.v1.ErrorReason;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds the streams that a node serves at once. */
final class StreamLimit {
  private final long streamsMax;
  private final AtomicLong open = new AtomicLong();

  StreamLimit(long streamsMax) {
    this.streamsMax = streamsMax;
  }

  void enter() {
    if (open.incrementAndGet() > streamsMax) {
      open.decrementAndGet();
      throw RefusedException.of(
          ErrorReason.LIMIT_REACHED,
          "this node serves streams-max = " + streamsMax + " streams already");
    }
  }

  void leave() {
    open.decrementAndGet();
  }

  long open() {
    return open.get();
  }
}
