package io.caxton.jepsen.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.TasksGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the harness calls a failure must be one, or the checkers accuse an honest cluster. */
class RawCallTest {
  private static final RawCall<SubmitTasksRequest, SubmitTasksResponse> CALL =
      new RawCall<>(TasksGrpc.getSubmitTasksMethod(), SubmitTasksRequest.getDefaultInstance());

  /** Takes every call and never answers, as a node whose power failed. */
  private static final class Silent extends TasksGrpc.TasksImplBase {
    @Override
    public void submitTasks(
        SubmitTasksRequest request, StreamObserver<SubmitTasksResponse> answer) {}
  }

  @Test
  void shouldNotCallItDefiniteWhenTheNodeThatGotItStaysSilent() throws IOException {
    Server server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new Silent())
            .build()
            .start();
    try (RawNode node = new RawNode("n1", "127.0.0.1:" + server.getPort())) {
      RawError error = CALL.send(node, Duration.ofMillis(700)).error().orElseThrow();
      assertThat(error.code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(error.definite()).isFalse();
    } finally {
      server.shutdownNow();
    }
  }

  @Test
  void shouldCallItDefiniteWhenNobodyListens() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (RawNode node = new RawNode("n1", "127.0.0.1:" + port)) {
      RawError error = CALL.send(node, Duration.ofSeconds(2)).error().orElseThrow();
      assertThat(error.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(error.definite()).isTrue();
    }
  }
}
