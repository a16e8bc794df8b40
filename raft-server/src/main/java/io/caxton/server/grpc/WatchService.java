package io.caxton.server.grpc;

import io.caxton.v1.WatchRequest;
import io.caxton.v1.WatchResponse;
import io.caxton.v1.WatchesGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The change feed over gRPC; any node serves it. */
final class WatchService extends WatchesGrpc.WatchesImplBase {
  private final WatchHub hub;
  private final StreamLimit limit;

  WatchService(WatchHub hub, StreamLimit limit) {
    this.hub = hub;
    this.limit = limit;
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
    ServerCallStreamObserver<WatchResponse> call =
        (ServerCallStreamObserver<WatchResponse>) observer;
    try {
      Reads.check(request);
      limit.enter();
    } catch (RuntimeException e) {
      call.onError(GrpcErrors.of(e));
      return;
    }
    WatchStream stream = new WatchStream(request, call, hub.feed());
    call.setOnCancelHandler(
        () -> {
          if (hub.remove(stream)) {
            limit.leave();
          }
        });
    call.setOnReadyHandler(hub::signal);
    hub.add(
        stream,
        () -> {
          if (hub.remove(stream)) {
            limit.leave();
          }
        });
  }
}
