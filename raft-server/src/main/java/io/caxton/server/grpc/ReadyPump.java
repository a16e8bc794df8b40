package io.caxton.server.grpc;

import io.caxton.state.body.DamagedBodyException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;

/**
 * Sends a stream's messages one by one, each made only when the reader takes it: a slow reader
 * holds a cursor and no memory. The work is done on a thread that may wait for the disk, and on
 * none while there is nothing to do.
 *
 * @param <R> the messages
 */
abstract class ReadyPump<R> {
  /** So much may wait to be sent before the reader counts as slow. */
  private static final int READY_BYTES = 1 << 20;

  private final ServerCallStreamObserver<R> call;
  private final Executor blocking;
  private final StreamLimit limit;

  // Guarded by this.
  private boolean started;
  private boolean running;
  private boolean again;
  private boolean closed;

  ReadyPump(ServerCallStreamObserver<R> call, Executor blocking, StreamLimit limit) {
    this.call = call;
    this.blocking = blocking;
    this.limit = limit;
  }

  /**
   * Sends one message. False: there is nothing to do before the next {@link #pump}, or the stream
   * is over.
   */
  abstract boolean step() throws DamagedBodyException;

  /** The stream is over, whoever ended it; called once. */
  void ended() {}

  /** While the call's handlers may still be set; throws if there are too many streams. */
  final void begin() {
    limit.enter();
    call.setOnCancelHandler(this::close);
    call.setOnReadyHandler(this::pump);
    call.setOnReadyThreshold(READY_BYTES);
  }

  /** It is known what to send; until then the transport calls in vain. */
  final void start() {
    synchronized (this) {
      started = true;
    }
    pump();
  }

  /** There may be something to do; any thread. */
  final void pump() {
    synchronized (this) {
      if (closed || running || !started) {
        again = true;
        return;
      }
      running = true;
    }
    blocking.execute(this::run);
  }

  private void run() {
    do {
      try {
        while (isOpen() && call.isReady() && step()) {}
      } catch (DamagedBodyException e) {
        fail(damaged(e));
      } catch (RuntimeException e) {
        fail(e);
      }
    } while (goesOn());
  }

  private synchronized boolean goesOn() {
    running = again && !closed;
    again = false;
    return running;
  }

  RuntimeException damaged(DamagedBodyException e) {
    return Deliveries.damaged(e);
  }

  final void send(R message) {
    call.onNext(message);
  }

  final void complete() {
    if (close()) {
      call.onCompleted();
    }
  }

  final void fail(Throwable cause) {
    if (close()) {
      call.onError(GrpcErrors.of(cause));
    }
  }

  final synchronized boolean isOpen() {
    return !closed;
  }

  private boolean close() {
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
    }
    limit.leave();
    ended();
    return true;
  }
}
