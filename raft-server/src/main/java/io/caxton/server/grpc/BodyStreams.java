package io.caxton.server.grpc;

import com.google.protobuf.Message;
import io.caxton.server.engine.Views;
import io.caxton.state.State;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.LoadCheckpointRequest;
import io.caxton.v1.LoadCheckpointResponse;
import io.caxton.v1.ReadOptions;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/** Opens the streams that read bodies: events, messages, states. Any node serves them. */
final class BodyStreams {
  /**
   * Which part is wanted; 0 means the first kept and the end.
   *
   * @param follow go on with what comes
   */
  record Span(long from, long to, boolean follow) {}

  private final Reads reads;
  private final Views views;
  private final WatchHub hub;
  private final StreamLimit limit;
  private final Executor blocking;

  BodyStreams(Reads reads, Views views, WatchHub hub, StreamLimit limit, Executor blocking) {
    this.reads = reads;
    this.views = views;
    this.hub = hub;
    this.limit = limit;
    this.blocking = blocking;
  }

  <R> void sequence(
      ServerCallStreamObserver<R> call,
      Message request,
      ReadOptions options,
      SequencePump.Source<R> source,
      Span span) {
    Ending ending = new Ending();
    SequencePump<R> pump =
        new SequencePump<>(call, blocking, limit, views, source, span.follow(), ending);
    start(
        call,
        pump,
        request,
        options,
        state -> {
          pump.start(state, reads.info(state, options), span.from(), span.to());
          if (span.follow()) {
            ending.onEnd(() -> hub.remove(pump));
            hub.add(pump, () -> hub.remove(pump));
          }
        });
  }

  void checkpoint(
      ServerCallStreamObserver<LoadCheckpointResponse> call,
      LoadCheckpointRequest request,
      Function<State, Checkpoint> wanted) {
    CheckpointPump pump = new CheckpointPump(call, blocking, limit, views);
    start(
        call,
        pump,
        request,
        request.getRead(),
        state ->
            pump.start(
                wanted.apply(state),
                reads.info(state, request.getRead()),
                request.getOffsetBytes()));
  }

  private void start(
      ServerCallStreamObserver<?> call,
      ReadyPump<?> pump,
      Message request,
      ReadOptions options,
      Consumer<State> begin) {
    try {
      Reads.check(request);
      pump.begin();
    } catch (RuntimeException e) {
      call.onError(GrpcErrors.of(e));
      return;
    }
    try {
      reads
          .state(options)
          .thenAccept(begin)
          .whenComplete(
              (begun, failure) -> {
                if (failure != null) {
                  pump.fail(failure);
                }
              });
    } catch (RuntimeException e) {
      pump.fail(e);
    }
  }

  /** What is to be done when the stream ends, also if that was before anybody said so. */
  private static final class Ending implements Runnable {
    private boolean over;
    private Runnable onEnd = () -> {};

    synchronized void onEnd(Runnable run) {
      onEnd = run;
      if (over) {
        run.run();
      }
    }

    @Override
    public void run() {
      Runnable last;
      synchronized (this) {
        over = true;
        last = onEnd;
      }
      last.run();
    }
  }
}
