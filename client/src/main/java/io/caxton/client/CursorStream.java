package io.caxton.client;

import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A stream from a server that goes on over lost connections, at another node if need be, from where
 * its reader stands. The reader is called on a virtual thread, one call at a time; the next
 * response is asked for only when it is done with the one before.
 */
final class CursorStream<Q, R> implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Knows what to ask for, and takes what comes. */
  interface Reader<Q, R> {
    /** What is left to be read. */
    Q rest();

    /** May block. What it throws ends the stream. */
    void received(R response);

    /** Whether there is nothing left, now that the server has ended the stream. */
    boolean complete();

    /** The stream is over, with a failure or because it is complete; called once. */
    void ended(Optional<RuntimeException> failure);
  }

  /**
   * How long to wait.
   *
   * @param silenceNanos a server that says nothing for so long is given up
   * @param progressNanos the stream fails when for so long nothing came from any node
   */
  record Patience(long silenceNanos, long progressNanos) {}

  private final Core core;
  private final Aim aim;
  private final MethodDescriptor<Q, R> method;
  private final Reader<Q, R> reader;
  private final Patience patience;

  private volatile long heardNanos = System.nanoTime();
  private volatile long progressNanos = System.nanoTime();
  private volatile boolean over;

  /** A reader that takes its time is no silence of the server. */
  private volatile boolean delivering;

  // Guarded by this.
  private Optional<Stream> stream = Optional.empty();
  private int tries;

  CursorStream(
      Core core, Aim aim, MethodDescriptor<Q, R> method, Reader<Q, R> reader, Patience patience) {
    this.core = core;
    this.aim = aim;
    this.method = method;
    this.reader = reader;
    this.patience = patience;
  }

  void start() {
    open();
    look();
  }

  private void open() {
    if (core.closed()) {
      end(Optional.of(failure("the client was closed")));
      return;
    }
    Optional<Node> node = aim.pick();
    if (node.isEmpty()) {
      core.leader().search();
      if (!over && !tooLong()) {
        core.later(Pauses.shortNanos(), this::open);
      }
      return;
    }
    synchronized (this) {
      if (over || stream.isPresent()) {
        return;
      }
      heardNanos = System.nanoTime();
      Stream next = new Stream(node.get());
      stream = Optional.of(next);
      ClientCalls.asyncServerStreamingCall(
          node.get().channel().newCall(method, CallOptions.DEFAULT.withExecutor(core.virtual())),
          reader.rest(),
          next);
    }
  }

  /** Looks every now and then whether it has become too quiet. */
  private void look() {
    if (over) {
      return;
    }
    if (core.closed()) {
      end(Optional.of(failure("the client was closed")));
    } else if (tooLong()) {
      end(
          Optional.of(
              failure("nothing was read for " + patience.progressNanos / 1_000_000 + " ms")));
    } else {
      if (!delivering && System.nanoTime() - heardNanos > patience.silenceNanos) {
        current().ifPresent(silent -> failed(silent, noWord(silent)));
      }
      core.later(LOOK_NANOS, this::look);
    }
  }

  private boolean tooLong() {
    return !delivering && System.nanoTime() - progressNanos > patience.progressNanos;
  }

  private static Failure noWord(CursorStream<?, ?>.Stream silent) {
    return Failure.of(Failure.Cause.CONNECTION, true, "no word from " + silent.node);
  }

  private static DefiniteFailure failure(String why) {
    return new DefiniteFailure(Failure.of(Failure.Cause.CONNECTION, true, why));
  }

  private synchronized Optional<Stream> current() {
    return stream;
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
    failed.cancel();
    switch (Retry.after(failure)) {
      case NO -> end(Optional.of(new DefiniteFailure(failure)));
      case AFTER_PAUSE -> core.later(Pauses.after(failure), this::open);
      case AGAIN, FIND_LEADER ->
          core.later(
              Math.max(aim.failedNanos(failed.node, failure, failures), pauseNanos(failures)),
              this::open);
    }
  }

  /** The first try elsewhere comes at once, the next ones do not hurry. */
  private static long pauseNanos(int failures) {
    return failures == 1 ? 0 : Pauses.shortNanos();
  }

  private void end(Optional<RuntimeException> failure) {
    Optional<Stream> last;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      last = stream;
      stream = Optional.empty();
    }
    core.virtual().execute(() -> reader.ended(failure));
    last.ifPresent(Stream::cancel);
  }

  /** The reader hears nothing more, unless it is in the middle of something. */
  @Override
  public void close() {
    Optional<Stream> last;
    synchronized (this) {
      over = true;
      last = stream;
      stream = Optional.empty();
    }
    last.ifPresent(Stream::cancel);
  }

  private final class Stream implements ClientResponseObserver<Q, R> {
    private final Node node;
    private volatile ClientCallStreamObserver<Q> call;

    Stream(Node node) {
      this.node = node;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> started) {
      call = started;
      started.disableAutoRequestWithInitial(1);
    }

    @Override
    public void onNext(R response) {
      if (!isCurrent()) {
        return;
      }
      delivering = true;
      try {
        reader.received(response);
      } catch (RuntimeException thrown) {
        end(Optional.of(thrown));
        return;
      } finally {
        heardNanos = System.nanoTime();
        progressNanos = heardNanos;
        delivering = false;
      }
      synchronized (CursorStream.this) {
        tries = 0;
      }
      call.request(1);
    }

    private boolean isCurrent() {
      synchronized (CursorStream.this) {
        return !over && stream.isPresent() && stream.get() == this;
      }
    }

    @Override
    public void onError(Throwable error) {
      failed(this, GrpcErrors.failure(error, true));
    }

    @Override
    public void onCompleted() {
      if (isCurrent() && reader.complete()) {
        end(Optional.empty());
      } else {
        failed(this, Failure.of(Failure.Cause.CONNECTION, true, "the server ended the stream"));
      }
    }

    void cancel() {
      try {
        call.cancel("not needed any more", null);
      } catch (RejectedExecutionException clientClosed) {
        // Its connections are gone, and the call with them.
      }
    }
  }
}
