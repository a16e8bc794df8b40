package io.caxton.server;

import com.google.protobuf.ByteString;
import io.caxton.server.config.Config;
import io.caxton.v1.AgentsGrpc;
import io.caxton.v1.Call;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.ClaimTasksResponse;
import io.caxton.v1.ClusterGrpc;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.CountTasksRequest;
import io.caxton.v1.GetNodeRequest;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.OpenSessionRequest;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.SessionsGrpc;
import io.caxton.v1.SubmitTasksRequest;
import io.caxton.v1.TakeSnapshotRequest;
import io.caxton.v1.TasksGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A short life of three nodes in one JVM, so that the JVM can remember which classes and methods a
 * server needs: a server that starts from that memory uses about half the processor time until it
 * serves. bin/caxton runs it once after each build.
 */
final class Training {
  private static final int NODES = 3;
  private static final int TASKS_IN_A_CALL = 20;
  private static final long MILLIS = 6_000;

  private final Path directory;
  private final List<Integer> ports;
  private long sequence;

  private Training(Path directory, List<Integer> ports) {
    this.directory = directory;
    this.ports = ports;
  }

  static int run() throws IOException {
    Path directory = Files.createTempDirectory("caxton-training");
    try {
      new Training(directory, freePorts(NODES * 2)).live();
      return 0;
    } finally {
      delete(directory);
    }
  }

  /** And comes back from its snapshot and the log behind it, as after a crash. */
  private void live() {
    life(
        channel -> {
          work(channel, MILLIS);
          ClusterGrpc.newBlockingStub(channel)
              .takeSnapshot(TakeSnapshotRequest.getDefaultInstance());
          work(channel, MILLIS / 6);
        });
    life(channel -> work(channel, MILLIS / 6));
  }

  private void life(Consumer<ManagedChannel> work) {
    List<CompletableFuture<NodeServer>> starting = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      Config config = config(node);
      starting.add(
          CompletableFuture.supplyAsync(
              () -> NodeServer.start(config), Thread::startVirtualThread));
    }
    List<NodeServer> nodes = starting.stream().map(CompletableFuture::join).toList();
    try {
      ManagedChannel channel = channelToLeader();
      work.accept(channel);
      channel.shutdownNow();
    } finally {
      nodes.forEach(NodeServer::close);
    }
  }

  private Config config(int node) {
    String peers =
        IntStream.range(0, NODES)
            .mapToObj(
                n ->
                    "n%d=127.0.0.1:%d/127.0.0.1:%d"
                        .formatted(n, ports.get(n), ports.get(n + NODES)))
            .collect(Collectors.joining(","));
    return Config.read(
        Optional.empty(),
        Map.of(),
        Map.of(
            "node-id",
            "n" + node,
            "peers",
            peers,
            "data-dir",
            directory.resolve("n" + node).toString(),
            "client-address",
            "127.0.0.1:" + ports.get(node),
            "raft-address",
            "127.0.0.1:" + ports.get(node + NODES),
            "bootstrap",
            "true"));
  }

  private ManagedChannel channelToLeader() {
    while (true) {
      for (int node = 0; node < NODES; node++) {
        ManagedChannel channel =
            NettyChannelBuilder.forAddress("127.0.0.1", ports.get(node)).usePlaintext().build();
        boolean leads =
            ClusterGrpc.newBlockingStub(channel)
                .getNode(GetNodeRequest.getDefaultInstance())
                .getLeaderId()
                .equals("n" + node);
        if (leads) {
          return channel;
        }
        channel.shutdownNow();
      }
    }
  }

  private void work(ManagedChannel channel, long millis) {
    TasksGrpc.TasksBlockingStub tasks =
        TasksGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    sequence = 0;
    long session =
        SessionsGrpc.newBlockingStub(channel)
            .openSession(OpenSessionRequest.getDefaultInstance())
            .getSessionId();
    long epoch =
        AgentsGrpc.newBlockingStub(channel)
            .registerAgent(
                RegisterAgentRequest.newBuilder().setCall(next(session)).setAgentId("a").build())
            .getAgent()
            .getEpoch();
    long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (System.nanoTime() < endNanos) {
      tasks.submitTasks(submit(session));
      ClaimTasksResponse claimed = tasks.claimTasks(claim(session, epoch));
      tasks.completeTasks(complete(session, epoch, claimed));
      tasks.countTasks(CountTasksRequest.getDefaultInstance());
    }
  }

  private Call next(long session) {
    sequence++;
    return Call.newBuilder()
        .setSessionId(session)
        .setSequence(sequence)
        .setFirstOpen(sequence)
        .build();
  }

  private SubmitTasksRequest submit(long session) {
    SubmitTasksRequest.Builder request = SubmitTasksRequest.newBuilder().setCall(next(session));
    for (int i = 0; i < TASKS_IN_A_CALL; i++) {
      request.addTasks(NewTask.newBuilder().setPayload(ByteString.copyFrom(new byte[256])));
    }
    return request.build();
  }

  private ClaimTasksRequest claim(long session, long epoch) {
    return ClaimTasksRequest.newBuilder()
        .setCall(next(session))
        .setAgentId("a")
        .setEpoch(epoch)
        .setMaxTasks(TASKS_IN_A_CALL)
        .build();
  }

  private CompleteTasksRequest complete(long session, long epoch, ClaimTasksResponse claimed) {
    CompleteTasksRequest.Builder request =
        CompleteTasksRequest.newBuilder().setCall(next(session)).setAgentId("a").setEpoch(epoch);
    for (Grant grant : claimed.getGrantsList()) {
      request.addCompletions(
          Completion.newBuilder().setTaskId(grant.getTaskId()).setFence(grant.getFence()));
    }
    return request.build();
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
