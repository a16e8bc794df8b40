package io.caxton.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Answers unary calls from futures. */
final class Answers {
  private Answers() {}

  /** Sends the value or the error; a caller that has gone away is no fault. */
  static <T> void send(StreamObserver<T> call, CompletableFuture<T> answer) {
    answer.whenComplete(
        (value, failure) -> {
          if (call instanceof ServerCallStreamObserver<T> server && server.isCancelled()) {
            return;
          }
          if (failure != null) {
            call.onError(GrpcErrors.of(failure));
          } else {
            call.onNext(value);
            call.onCompleted();
          }
        });
  }

  /** As {@link #send}, for work that may throw before there is a future. */
  static <T> void send(StreamObserver<T> call, Supplier<CompletableFuture<T>> work) {
    CompletableFuture<T> answer;
    try {
      answer = work.get();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    send(call, answer);
  }

  /** Whether the caller has gone away; also makes answering such a caller harmless. */
  static BooleanSupplier cancelled(StreamObserver<?> call) {
    if (call instanceof ServerCallStreamObserver<?> server) {
      server.setOnCancelHandler(() -> {});
      return server::isCancelled;
    }
    return () -> false;
  }
}
