package io.caxton.client;

import io.caxton.v1.Change;
import io.caxton.v1.WatchRequest;
import io.caxton.v1.WatchResponse;
import io.caxton.v1.WatchesGrpc;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A stream of changes that goes on over lost connections, at another node if need be, from the last
 * position received: no gap, no duplicate.
 */
public final class Watch implements AutoCloseable {
  /** The server says something at least every 5 s. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(12);

  private final Core core;
  private final WatchRequest request;
  private final WatchListener listener;
  private final CompletableFuture<Long> started = new CompletableFuture<>();

  private volatile long position;
  private volatile long heardNanos;
  private volatile boolean over;

  /** A listener that takes its time is no silence of the server. */
  private volatile boolean delivering;

  // Guarded by this.
  private Optional<Stream> stream = Optional.empty();
  private int tries;

  Watch(Core core, WatchRequest request, WatchListener listener) {
    this.core = core;
    this.request = request;
    this.listener = listener;
    position = request.getFromPosition();
    open();
    checkSilence();
  }

  /** Completes with the position the watch starts from: every later change will be given. */
  public CompletableFuture<Long> started() {
    return started.copy();
  }

  /** All changes up to here have been given to the listener. */
  public long position() {
    return position;
  }

  private synchronized void open() {
    if (over) {
      return;
    }
    if (core.closed()) {
      end(Failure.of(Failure.Cause.CONNECTION, true, "the client was closed"));
      return;
    }
    heardNanos = System.nanoTime();
    Stream next = new Stream(core.home().pick().orElseThrow());
    stream = Optional.of(next);
    ClientCalls.asyncServerStreamingCall(
        next.node
            .channel()
            .newCall(
                WatchesGrpc.getWatchMethod(), CallOptions.DEFAULT.withExecutor(core.virtual())),
        request.toBuilder().setFromPosition(position).build(),
        next);
  }

  private void checkSilence() {
    if (over) {
      return;
    }
    boolean silence = !delivering && System.nanoTime() - heardNanos > SILENCE_NANOS;
    if (core.closed() || silence) {
      Optional<Stream> silent;
      synchronized (this) {
        silent = stream;
      }
      silent.ifPresent(this::giveUp);
    }
    if (!core.closed()) {
      core.later(TimeUnit.SECONDS.toNanos(1), this::checkSilence);
    }
  }

  private void giveUp(Stream silent) {
    failed(silent, Failure.of(Failure.Cause.CONNECTION, true, "no word from " + silent.node));
    silent.cancel();
  }

  private void received(WatchResponse response) {
    long before = position;
    long after = Math.max(before, response.getPosition());
    List<Change> changes = response.getChangesList();
    if (!changes.isEmpty() && changes.getFirst().getPosition() <= before) {
      changes = changes.stream().filter(change -> change.getPosition() > before).toList();
    }
    delivering = true;
    try {
      listener.onChanges(changes, after);
    } finally {
      position = after;
      heardNanos = System.nanoTime();
      delivering = false;
    }
    started.complete(after);
    synchronized (this) {
      tries = 0;
    }
  }

  private void failed(Stream failed, Failure failure) {
    int failures;
    synchronized (this) {
      if (over || stream.isEmpty() || stream.get() != failed) {
        return;
      }
      stream = Optional.empty();
      failures = ++tries;
    }
    if (Retry.after(failure) == Retry.NO) {
      end(failure);
    } else {
      core.later(core.home().failedNanos(failed.node, failure, failures), this::open);
    }
  }

  private void end(Failure failure) {
    over = true;
    DefiniteFailure last = new DefiniteFailure(failure);
    started.completeExceptionally(last);
    core.virtual().execute(() -> listener.onEnd(last));
  }

  @Override
  public synchronized void close() {
    over = true;
    stream.ifPresent(Stream::cancel);
    stream = Optional.empty();
    started.cancel(false);
  }

  private final class Stream implements ClientResponseObserver<WatchRequest, WatchResponse> {
    private final Node node;
    private volatile ClientCallStreamObserver<WatchRequest> call;

    Stream(Node node) {
      this.node = node;
    }

    /** The next message is asked for only when the listener is done with the one before. */
    @Override
    public void beforeStart(ClientCallStreamObserver<WatchRequest> started) {
      call = started;
      started.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(WatchResponse response) {
      synchronized (Watch.this) {
        if (over || stream.isEmpty() || stream.get() != this) {
          return;
        }
      }
      try {
        received(response);
        call.request(1);
      } catch (RuntimeException thrown) {
        close();
        end(Failure.of(Failure.Cause.PROTOCOL, true, "the listener failed: " + thrown));
      }
    }

    @Override
    public void onError(Throwable error) {
      failed(this, GrpcErrors.failure(error, true));
    }

    @Override
    public void onCompleted() {
      failed(this, Failure.of(Failure.Cause.CONNECTION, true, "the server ended the watch"));
    }

    void cancel() {
      call.cancel("closed", null);
    }
  }
}
