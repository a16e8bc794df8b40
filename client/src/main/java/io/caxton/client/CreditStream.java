package io.caxton.client;

import io.caxton.v1.ErrorReason;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * An open stream at the leader in which this side says how much more it takes. It ends with any
 * failure and when another node leads; whoever opened it decides about the next one.
 */
final class CreditStream<Q, R> implements AutoCloseable {
  private final Core core;
  private final Consumer<R> onNext;
  private final Consumer<CaxtonException> onEnd;
  private final Optional<Node> node;
  private final Consumer<Node> onLeader = this::leaderIs;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile ClientCallStreamObserver<Q> requests;

  /** Both consumers are called on a virtual thread, one at a time; the end once. */
  CreditStream(
      Core core,
      MethodDescriptor<Q, R> method,
      Q open,
      Consumer<R> onNext,
      Consumer<CaxtonException> onEnd) {
    this.core = core;
    this.onNext = onNext;
    this.onEnd = onEnd;
    node = core.leader().pick();
    if (node.isEmpty() || core.closed()) {
      over.set(true);
      core.leader().search();
      core.virtual()
          .execute(
              () ->
                  onEnd.accept(
                      new DefiniteFailure(
                          Failure.refused(ErrorReason.NOT_LEADER, "no node is known to lead"))));
      return;
    }
    // Who ends it meanwhile, since another node leads, waits until there is a call to cancel.
    synchronized (this) {
      core.leader().onLeader(onLeader);
      node.get().owes(true);
      ClientCalls.asyncBidiStreamingCall(
          node.get().channel().newCall(method, CallOptions.DEFAULT.withExecutor(core.virtual())),
          new Responses());
      send(open);
    }
  }

  synchronized void send(Q message) {
    if (!over.get()) {
      requests.onNext(message);
    }
  }

  private void leaderIs(Node leader) {
    if (leader != node.orElseThrow()
        && end(
            new DefiniteFailure(Failure.refused(ErrorReason.NOT_LEADER, leader + " leads now")))) {
      cancel("another node leads now");
    }
  }

  /** Tells the listener, unless it was told before. */
  private boolean end(CaxtonException failure) {
    if (!finish()) {
      return false;
    }
    core.virtual().execute(() -> onEnd.accept(failure));
    return true;
  }

  private boolean finish() {
    if (!over.compareAndSet(false, true)) {
      return false;
    }
    core.leader().forget(onLeader);
    node.orElseThrow().settled(true, true);
    return true;
  }

  private synchronized void cancel(String why) {
    try {
      requests.cancel(why, null);
    } catch (RejectedExecutionException clientClosed) {
      // Its connections are gone, and the call with them.
    }
  }

  /** Ends the stream; nobody hears anything more of it. */
  @Override
  public void close() {
    if (finish()) {
      cancel("closed by the agent");
    }
  }

  private final class Responses implements ClientResponseObserver<Q, R> {
    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
      requests = stream;
    }

    @Override
    public void onNext(R response) {
      if (!over.get()) {
        onNext.accept(response);
      }
    }

    @Override
    public void onError(Throwable error) {
      Failure failure = GrpcErrors.failure(error, true);
      if (Retry.after(failure) == Retry.FIND_LEADER && !over.get()) {
        core.leader().failedNanos(node.orElseThrow(), failure, 1);
      }
      end(new DefiniteFailure(failure));
    }

    @Override
    public void onCompleted() {
      end(
          new DefiniteFailure(
              Failure.refused(ErrorReason.NOT_READY, "the server ended the stream")));
    }
  }
}
