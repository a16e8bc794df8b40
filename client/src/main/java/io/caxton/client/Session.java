package io.caxton.client;

import io.caxton.v1.Call;
import io.caxton.v1.OpenSessionResponse;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One open session with the cluster. */
final class Session {
  private final long id;
  private final long timeoutNanos;
  private final SequenceWindow window = new SequenceWindow();
  private volatile long usedNanos = System.nanoTime();

  Session(OpenSessionResponse opened) {
    id = opened.getSessionId();
    timeoutNanos = TimeUnit.MILLISECONDS.toNanos(opened.getTimeoutMillis());
  }

  long id() {
    return id;
  }

  /** Names one mutating call; empty if too many are open. */
  Optional<Call> begin() {
    usedNanos = System.nanoTime();
    synchronized (window) {
      long sequence = window.open();
      return sequence == 0
          ? Optional.empty()
          : Optional.of(
              Call.newBuilder()
                  .setSessionId(id)
                  .setSequence(sequence)
                  .setFirstOpen(window.firstOpen())
                  .build());
    }
  }

  void end(Call call) {
    window.close(call.getSequence());
  }

  boolean idle() {
    return window.empty();
  }

  boolean needsKeeping(long nowNanos) {
    return nowNanos - usedNanos > timeoutNanos / 3;
  }

  void kept() {
    usedNanos = System.nanoTime();
  }
}
