package io.caxton.jepsen.client;

import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.ClusterGrpc;
import io.caxton.v1.GetDigestRequest;
import io.caxton.v1.GetDigestResponse;
import io.caxton.v1.GetNodeRequest;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.RoutesGrpc;
import io.caxton.v1.SagasGrpc;
import io.caxton.v1.SchedulesGrpc;
import io.caxton.v1.SessionsGrpc;
import io.caxton.v1.TasksGrpc;
import io.caxton.v1.WatchesGrpc;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One connection to one node, with plain stubs. Thread-safe. */
public final class RawNode implements AutoCloseable {
  private static final int ANSWER_BYTES_MAX = 64 << 20;
  private static final Duration LOOK = Duration.ofMillis(700);
  private static final Duration CALL = Duration.ofSeconds(10);

  private final String id;
  private final ManagedChannel channel;

  public RawNode(String id, String address) {
    this.id = id;
    channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create())
            // With retries a call that ends in silence does not know any more that it was sent.
            .disableRetry()
            .maxInboundMessageSize(ANSWER_BYTES_MAX)
            .build();
  }

  /** A connection of its own to the same node; whoever asked closes it. */
  public RawNode another() {
    return new RawNode(id, channel.authority());
  }

  public String id() {
    return id;
  }

  public ManagedChannel channel() {
    return channel;
  }

  /** Connects at once instead of after a back-off that grew while the node was down. */
  public void reconnect() {
    channel.resetConnectBackoff();
  }

  /** Its own view; empty if it does not answer now. */
  public Optional<GetNodeResponse> view() {
    channel.resetConnectBackoff();
    try {
      return Optional.of(
          within(ClusterGrpc::newBlockingStub, LOOK).getNode(GetNodeRequest.getDefaultInstance()));
    } catch (StatusRuntimeException silent) {
      return Optional.empty();
    }
  }

  /** The digest of its state once it has applied this position. */
  public GetDigestResponse digest(long minPosition) {
    return within(ClusterGrpc::newBlockingStub, Duration.ofSeconds(30))
        .getDigest(GetDigestRequest.newBuilder().setMinPosition(minPosition).build());
  }

  public SessionsGrpc.SessionsBlockingStub sessions() {
    return within(SessionsGrpc::newBlockingStub, CALL);
  }

  public AgentsGrpc.AgentsBlockingStub agents() {
    return within(AgentsGrpc::newBlockingStub, CALL);
  }

  public AgentsGrpc.AgentsFutureStub agentsAsync() {
    return within(AgentsGrpc::newFutureStub, CALL);
  }

  public RoutesGrpc.RoutesBlockingStub routes() {
    return within(RoutesGrpc::newBlockingStub, CALL);
  }

  public RoutesGrpc.RoutesFutureStub routesAsync() {
    return within(RoutesGrpc::newFutureStub, CALL);
  }

  public SchedulesGrpc.SchedulesBlockingStub schedules() {
    return within(SchedulesGrpc::newBlockingStub, CALL);
  }

  public SagasGrpc.SagasBlockingStub sagas() {
    return within(SagasGrpc::newBlockingStub, CALL);
  }

  public TasksGrpc.TasksBlockingStub tasks() {
    return within(TasksGrpc::newBlockingStub, CALL);
  }

  public TasksGrpc.TasksFutureStub tasksAsync() {
    return within(TasksGrpc::newFutureStub, CALL);
  }

  /** Without a deadline. */
  public TasksGrpc.TasksStub taskStreams() {
    return TasksGrpc.newStub(channel);
  }

  public ClusterGrpc.ClusterBlockingStub cluster() {
    return within(ClusterGrpc::newBlockingStub, CALL);
  }

  /** Without a deadline. */
  public WatchesGrpc.WatchesBlockingStub watches() {
    return WatchesGrpc.newBlockingStub(channel);
  }

  private <S extends AbstractStub<S>> S within(
      Function<ManagedChannel, S> stub, Duration deadline) {
    return stub.apply(channel).withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
