package io.caxton.client;

import java.util.concurrent.CompletableFuture;

/** An answer that a caller holds as a future. */
final class FutureAnswer<R> extends CompletableFuture<R> implements Answer<R> {
  private final Core core;

  FutureAnswer(Core core) {
    this.core = core;
  }

  @Override
  public void answered(R response) {
    core.complete(() -> complete(response));
  }

  @Override
  public void failed(CaxtonException failure) {
    core.complete(() -> completeExceptionally(failure));
  }

  /** What callers derive is an ordinary future. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
