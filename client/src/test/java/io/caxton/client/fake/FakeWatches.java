package io.caxton.client.fake;

import io.caxton.v1.Change;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Task;
import io.caxton.v1.WatchRequest;
import io.caxton.v1.WatchResponse;
import io.caxton.v1.WatchesGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A change feed in which the test publishes; each node sends it from the cursor asked for. */
public final class FakeWatches extends WatchesGrpc.WatchesImplBase {
  private final List<StreamObserver<WatchResponse>> streams = new ArrayList<>();
  private final List<Long> cursors = new ArrayList<>();
  private final FakeNode node;
  private long firstPosition;

  FakeWatches(FakeNode node) {
    this.node = node;
  }

  @Override
  public synchronized void watch(WatchRequest request, StreamObserver<WatchResponse> out) {
    cursors.add(request.getFromPosition());
    if (request.getFromPosition() < firstPosition) {
      out.onError(
          FakeErrors.of(
              ErrorReason.COMPACTED, Map.of("first_position", Long.toString(firstPosition))));
      return;
    }
    streams.add(out);
    ((ServerCallStreamObserver<WatchResponse>) out).setOnCancelHandler(() -> forget(out));
    out.onNext(WatchResponse.newBuilder().setPosition(request.getFromPosition()).build());
  }

  /** Sends one change for each position to all streams. */
  public synchronized void publish(long... positions) {
    WatchResponse.Builder response = WatchResponse.newBuilder();
    for (long position : positions) {
      response
          .setPosition(position)
          .addChanges(
              Change.newBuilder()
                  .setPosition(position)
                  .setKind(Change.Kind.KIND_PUT)
                  .setTask(Task.newBuilder().setId(node.id + "-" + position)));
    }
    streams.forEach(stream -> stream.onNext(response.build()));
  }

  public synchronized void compactBelow(long position) {
    firstPosition = position;
  }

  public synchronized List<Long> cursors() {
    return List.copyOf(cursors);
  }

  private synchronized void forget(StreamObserver<WatchResponse> out) {
    streams.remove(out);
  }

  public synchronized int open() {
    return streams.size();
  }

  public synchronized void forgetStreams() {
    streams.clear();
  }
}
