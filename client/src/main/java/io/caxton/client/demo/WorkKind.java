package io.caxton.client.demo;

import com.google.protobuf.ByteString;
import io.caxton.client.agent.FinalFailure;
import io.caxton.client.agent.state.Sha256;
import io.caxton.v1.RetryPolicy;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** What a task asks of its handler: the first word of its payload. */
enum WorkKind {
  PLAIN(WorkKind.ATTEMPTS_MAX),
  /** Fails every third attempt or so. */
  FLAKY(WorkKind.ATTEMPTS_MAX),
  /** Fails for good at once. */
  FATAL(WorkKind.ATTEMPTS_MAX),
  /** Fails until its attempts are used up. */
  HOPELESS(3);

  /** No task is given up because its agents were killed too often. */
  private static final int ATTEMPTS_MAX = 1_000_000;

  private static final int BACKOFF_MILLIS = 50;
  private static final int BACKOFF_MAX_MILLIS = 500;

  private final RetryPolicy retry;

  WorkKind(int attemptsMax) {
    retry =
        RetryPolicy.newBuilder()
            .setAttemptsMax(attemptsMax)
            .setBackoffInitialMillis(BACKOFF_MILLIS)
            .setBackoffMaxMillis(BACKOFF_MAX_MILLIS)
            .build();
  }

  RetryPolicy retry() {
    return retry;
  }

  /** Must end DEAD. */
  boolean dies() {
    return this == FATAL || this == HOPELESS;
  }

  ByteString payload(String rest) {
    return ByteString.copyFromUtf8(name() + " " + rest);
  }

  /** The payload names it. */
  static WorkKind of(ByteString payload) {
    return valueOf(payload.toStringUtf8().split(" ", 2)[0]);
  }

  /** Ends as this kind of task does. */
  void fail() {
    switch (this) {
      case PLAIN -> {}
      case FLAKY -> {
        if (ThreadLocalRandom.current().nextInt(3) == 0) {
          throw new IllegalStateException("fails now and then");
        }
      }
      case FATAL -> throw new FinalFailure("fails for good");
      case HOPELESS -> throw new IllegalStateException("fails always");
    }
  }

  /** What must be the result of the attempt with this fence. */
  static ByteString result(ByteString payload, long fence) {
    String hash = HexFormat.of().formatHex(Sha256.of(payload).toByteArray());
    return ByteString.copyFromUtf8(hash + " " + fence);
  }
}
