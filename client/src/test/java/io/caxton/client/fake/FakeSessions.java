package io.caxton.client.fake;

import io.caxton.v1.CloseSessionRequest;
import io.caxton.v1.CloseSessionResponse;
import io.caxton.v1.KeepSessionRequest;
import io.caxton.v1.KeepSessionResponse;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.OpenSessionResponse;
import io.caxton.v1.SessionsGrpc;
import io.grpc.stub.StreamObserver;

final class FakeSessions extends SessionsGrpc.SessionsImplBase {
  private final FakeNode node;

  FakeSessions(FakeNode node) {
    this.node = node;
  }

  @Override
  public void openSession(OpenSessionRequest request, StreamObserver<OpenSessionResponse> out) {
    node.read(
        out,
        () ->
            OpenSessionResponse.newBuilder()
                .setSessionId(node.cluster.state().openSession())
                .setTimeoutMillis(request.getTimeoutMillis())
                .build());
  }

  @Override
  public void keepSession(KeepSessionRequest request, StreamObserver<KeepSessionResponse> out) {
    node.read(out, KeepSessionResponse::getDefaultInstance);
  }

  @Override
  public void closeSession(CloseSessionRequest request, StreamObserver<CloseSessionResponse> out) {
    node.read(
        out,
        () -> {
          node.cluster.state().closeSession(request.getSessionId());
          return CloseSessionResponse.getDefaultInstance();
        });
  }
}
