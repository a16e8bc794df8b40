package io.caxton.client;

import io.caxton.v1.ErrorReason;
import io.caxton.v1.OpenGrants;
import io.caxton.v1.StreamGrantsRequest;
import io.caxton.v1.StreamGrantsResponse;
import io.caxton.v1.TasksGrpc;
import io.grpc.CallOptions;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** An open stream of grants; credit says how many more tasks the agent will take. */
public final class GrantStream implements AutoCloseable {
  private final Core core;
  private final GrantListener listener;
  private final Optional<Node> node;
  private final Consumer<Node> onLeader = this::leaderIs;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile ClientCallStreamObserver<StreamGrantsRequest> requests;

  GrantStream(Core core, OpenGrants open, GrantListener listener) {
    this.core = core;
    this.listener = listener;
    node = core.leader().pick();
    if (node.isEmpty() || core.closed()) {
      over.set(true);
      core.leader().search();
      core.virtual()
          .execute(
              () ->
                  listener.onEnd(
                      new DefiniteFailure(
                          Failure.refused(ErrorReason.NOT_LEADER, "no node is known to lead"))));
      return;
    }
    core.leader().onLeader(onLeader);
    node.get().owes(true);
    ClientCalls.asyncBidiStreamingCall(
        node.get()
            .channel()
            .newCall(
                TasksGrpc.getStreamGrantsMethod(),
                CallOptions.DEFAULT.withExecutor(core.virtual())),
        new Grants());
    send(StreamGrantsRequest.newBuilder().setOpen(open).build());
  }

  /** Takes so many more tasks. */
  public void credit(int tasks) {
    send(StreamGrantsRequest.newBuilder().setCredit(tasks).build());
  }

  private synchronized void send(StreamGrantsRequest message) {
    if (!over.get()) {
      requests.onNext(message);
    }
  }

  private void leaderIs(Node leader) {
    if (leader != node.orElseThrow()) {
      end(new DefiniteFailure(Failure.refused(ErrorReason.NOT_LEADER, leader + " leads now")));
    }
  }

  /** Tells the listener, and whoever is left on the other side. */
  private void end(CaxtonException failure) {
    if (finish()) {
      cancel(failure.getMessage());
      core.virtual().execute(() -> listener.onEnd(failure));
    }
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
    requests.cancel(why, null);
  }

  /** Ends the stream; the listener hears nothing more. Grants under way are delivered again. */
  @Override
  public void close() {
    if (finish()) {
      cancel("closed by the agent");
    }
  }

  private final class Grants
      implements ClientResponseObserver<StreamGrantsRequest, StreamGrantsResponse> {
    @Override
    public void beforeStart(ClientCallStreamObserver<StreamGrantsRequest> stream) {
      requests = stream;
    }

    @Override
    public void onNext(StreamGrantsResponse grants) {
      if (!over.get()) {
        listener.onGrants(grants);
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
