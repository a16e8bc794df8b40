package io.caxton.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets a blocking sender go no faster than its reader. */
final class Backpressure {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private Backpressure() {}

  static void awaitReady(ServerCallStreamObserver<?> call) {
    while (!call.isReady() && !call.isCancelled()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
