package io.caxton.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.v1.ClusterGrpc;
import io.caxton.v1.GetNodeRequest;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.GetTaskRequest;
import io.caxton.v1.GetTaskResponse;
import io.caxton.v1.NewTask;
import io.caxton.v1.NodeRole;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.OpenSessionResponse;
import io.caxton.v1.SessionsGrpc;
import io.caxton.v1.SubmitResult;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.Submitted;
import io.caxton.v1.Task;
import io.caxton.v1.TasksGrpc;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an item costs the client, against a server that only counts. */
@Tag("slow")
class GatherCostTest {
  /** As many items as the compiler needs, whatever else the machine does. */
  private static final double WARM_UP_SHARE = 2;

  private static final NewTask TASK =
      NewTask.newBuilder().setPayload(ByteString.copyFrom(new byte[256])).build();

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .directExecutor()
            .addService(new CountingTasks())
            .addService(new OneSession())
            .addService(new OneLeader())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void shouldCarryAHundredThousandGatheredItemsASecondOnOneCore() {
    try (CaxtonClient client = builder().build()) {
      double micros =
          microsAnItem("gathered submits", () -> client.tasks().submit(TASK), 1_000, 500_000);
      assertThat(micros).isLessThan(10);
    }
  }

  @Test
  void shouldMakeSingleCallsCheaply() {
    try (CaxtonClient client = builder().build()) {
      assertThat(microsAnItem("reads", () -> client.tasks().get("a"), 1_000, 50_000))
          .isLessThan(100);
    }
    try (CaxtonClient client = builder().gather(false).build()) {
      double micros =
          microsAnItem("submits alone", () -> client.tasks().submit(TASK), 1_000, 50_000);
      assertThat(micros).isLessThan(100);
    }
    try (CaxtonClient client = builder().build()) {
      double micros = microsAnItem("one at a time", () -> client.tasks().submit(TASK), 1, 10_000);
      assertThat(micros).isLessThan(500);
    }
  }

  private ClientBuilder builder() {
    return CaxtonClient.builder().addresses("127.0.0.1:" + server.getPort());
  }

  /** CPU of the client's threads and of the caller. */
  private double microsAnItem(
      String what, Supplier<CompletableFuture<?>> call, int inFlight, int items) {
    run(call, inFlight, (int) (WARM_UP_SHARE * items));
    long cpuBefore = clientCpuNanos();
    long start = System.nanoTime();
    run(call, inFlight, items);
    double seconds = (System.nanoTime() - start) / 1e9;
    double micros = (clientCpuNanos() - cpuBefore) / 1e3 / items;
    System.out.printf(
        "%s: %.0f/s, %.2f us of client CPU each, %.2f cores%n",
        what, items / seconds, micros, micros * items / seconds / 1e6);
    return micros;
  }

  private void run(Supplier<CompletableFuture<?>> call, int inFlight, int items) {
    Semaphore free = new Semaphore(inFlight);
    AtomicInteger failures = new AtomicInteger();
    for (int i = 0; i < items; i++) {
      free.acquireUninterruptibly();
      call.get()
          .whenComplete(
              (result, failure) -> {
                if (failure != null) {
                  failures.incrementAndGet();
                }
                free.release();
              });
    }
    free.acquireUninterruptibly(inFlight);
    assertThat(failures).hasValue(0);
  }

  private long clientCpuNanos() {
    long nanos = threads.getCurrentThreadCpuTime();
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().matches("(caxton-client|grpc-timer).*")) {
        nanos += Math.max(0, threads.getThreadCpuTime(id));
      }
    }
    return nanos;
  }

  private static <Q, R> void answer(StreamObserver<R> out, Q request, Function<Q, R> with) {
    out.onNext(with.apply(request));
    out.onCompleted();
  }

  private static final class CountingTasks extends TasksGrpc.TasksImplBase {
    private static final SubmitResult RESULT =
        SubmitResult.newBuilder()
            .setSubmitted(Submitted.newBuilder().setTaskId("0123456789").setCreated(true))
            .build();

    @Override
    public void submitTasks(SubmitTasksRequest request, StreamObserver<SubmitTasksResponse> out) {
      answer(
          out,
          request,
          q -> {
            var response = SubmitTasksResponse.newBuilder();
            q.getTasksList().forEach(task -> response.addResults(RESULT));
            return response.build();
          });
    }

    @Override
    public void getTask(GetTaskRequest request, StreamObserver<GetTaskResponse> out) {
      answer(
          out,
          request,
          q ->
              GetTaskResponse.newBuilder()
                  .setTask(Task.newBuilder().setId("a").setPayload(TASK.getPayload()))
                  .build());
    }
  }

  private static final class OneSession extends SessionsGrpc.SessionsImplBase {
    @Override
    public void openSession(OpenSessionRequest request, StreamObserver<OpenSessionResponse> out) {
      answer(
          out,
          request,
          q -> OpenSessionResponse.newBuilder().setSessionId(1).setTimeoutMillis(600_000).build());
    }
  }

  private static final class OneLeader extends ClusterGrpc.ClusterImplBase {
    @Override
    public void getNode(GetNodeRequest request, StreamObserver<GetNodeResponse> out) {
      answer(
          out,
          request,
          q ->
              GetNodeResponse.newBuilder()
                  .setRole(NodeRole.NODE_ROLE_LEADER)
                  .setReady(true)
                  .build());
    }
  }
}
