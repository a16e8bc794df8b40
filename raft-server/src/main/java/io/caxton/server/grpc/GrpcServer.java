package io.caxton.server.grpc;

import io.caxton.server.error.StartException;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The client port: services, health and reflection. */
public final class GrpcServer implements AutoCloseable {
  private static final int MESSAGE_BYTES_MAX = 4 << 20;
  private static final int FLOW_WINDOW_BYTES = 1 << 20;
  private static final int CALLS_PER_CONNECTION_MAX = 10_000;

  private final InetSocketAddress address;
  private final Server server;
  private final HealthStatusManager health = new HealthStatusManager();

  public GrpcServer(
      InetSocketAddress address,
      ServerCredentials credentials,
      Executor executor,
      List<BindableService> services) {
    this.address = address;
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address, credentials)
            .executor(executor)
            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
            .flowControlWindow(FLOW_WINDOW_BYTES)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION_MAX)
            .permitKeepAliveTime(500, TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    services.forEach(builder::addService);
    this.server = builder.build();
    serving(false);
  }

  /** Takes the port. Every call may come from here on. */
  public void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new StartException(
          "cannot listen on client-address = "
              + address
              + " ("
              + rootMessage(e)
              + "): is another node running there? Stop it or choose another port",
          e);
    }
  }

  /** Says to load balancers and scripts whether this node serves. */
  public void serving(boolean serving) {
    health.setStatus(
        HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
        serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  public int port() {
    return server.getPort();
  }

  /** Lets calls under way finish for a moment, then ends them. */
  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(500, TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
