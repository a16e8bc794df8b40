package io.caxton.server.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.server.consensus.Halt;
import io.caxton.server.consensus.Proposal;
import io.caxton.server.consensus.SnapshotFetcher;
import io.caxton.v1.Command;
import io.caxton.v1.NoOp;
import io.caxton.v1.NodeAddress;
import io.caxton.v1.NodeRole;
import io.caxton.v1.PutRouteRequest;
import io.caxton.v1.Record;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Nodes in one JVM on ports of their own, each with a {@link TestState}. */
final class TestCluster implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Not faster: all nodes share this JVM and its pauses. */
  static final RatisTimeouts TIMEOUTS = new RatisTimeouts(500, 1000);

  final Path directory;
  final List<Node> nodes = new ArrayList<>();

  TestCluster(Path directory, int size) throws IOException {
    this.directory = directory;
    for (int i = 1; i <= size; i++) {
      nodes.add(new Node("n" + i, address("n" + i)));
    }
    for (Node node : nodes) {
      node.bootstrap = nodes.stream().map(other -> other.address).toList();
    }
  }

  static NodeAddress address(String nodeId) throws IOException {
    return NodeAddress.newBuilder()
        .setNodeId(nodeId)
        .setRaftAddress("127.0.0.1:" + freePort())
        .setClientAddress("127.0.0.1:1")
        .build();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  TestCluster start() throws IOException {
    for (Node node : nodes) {
      node.start();
    }
    return this;
  }

  Node add(String nodeId) throws IOException {
    Node node = new Node(nodeId, address(nodeId));
    nodes.add(node);
    return node;
  }

  /** The one running node that says it leads and is ready. */
  Node leader() {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> leaders().stream().findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private List<Node> leaders() {
    return nodes.stream()
        .filter(Node::isRunning)
        .filter(node -> node.consensus.status().leaderReady())
        .toList();
  }

  Node follower() {
    Node leader = leader();
    return nodes.stream()
        .filter(node -> node != leader && node.isRunning())
        .findFirst()
        .orElseThrow();
  }

  static Record record(long tick) {
    return Record.newBuilder()
        .setVersion(1)
        .setTick(tick)
        .addCommands(Command.newBuilder().setNoOp(NoOp.getDefaultInstance()))
        .build();
  }

  /** Proposes on whoever leads until it is committed; only for ticks that may repeat. */
  void write(long tick) throws Exception {
    write(node -> node.propose(tick));
  }

  /** As {@link #write(long)}, with a megabyte to fill the log. */
  void writeLarge(long tick) throws Exception {
    write(node -> node.proposeLarge(tick, 1 << 20));
  }

  private void write(Function<Node, CompletableFuture<Void>> proposal) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        proposal.apply(leader()).get(5, TimeUnit.SECONDS);
        return;
      } catch (ExecutionException | TimeoutException e) {
        assertThat(System.nanoTime()).as("still failing: %s", e).isLessThan(deadline);
      }
    }
  }

  /** On every running node, of all that is committed. */
  void takeSnapshots() throws Exception {
    awaitSame(nodes.stream().filter(Node::isRunning).toArray(Node[]::new));
    for (Node node : nodes) {
      if (node.isRunning()) {
        node.consensus.takeSnapshot().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }

  void awaitSame(Node... some) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (Node node : some) {
                assertThat(node.state.ticks()).isEqualTo(leader().state.ticks());
              }
            });
  }

  @Override
  public void close() {
    nodes.forEach(Node::stop);
  }

  /** One node; its state is new at each start, its files stay. */
  final class Node {
    final String id;
    final NodeAddress address;
    final List<String> halts = new CopyOnWriteArrayList<>();
    List<NodeAddress> bootstrap = List.of();
    DirectorySync directorySync = DirectorySync::fsync;

    /** Runs on the apply thread before a snapshot is fetched. */
    SnapshotFetcher beforeFetch = (at, manifest) -> {};

    volatile RatisConsensus consensus;
    volatile TestState state;

    Node(String id, NodeAddress address) {
      this.id = id;
      this.address = address;
    }

    Path raft() {
      return directory.resolve(id).resolve("raft");
    }

    Path group() {
      return raft().resolve(Peers.group("test").getUuid().toString());
    }

    Path current() {
      return group().resolve("current");
    }

    void start() throws IOException {
      state = new TestState(directory.resolve(id).resolve("snapshots"));
      Halt halt = (why, cause) -> halts.add(why + ": " + cause);
      RatisConsensus starting =
          new RatisConsensus(
              RatisOptions.of("test", address, bootstrap, raft(), TIMEOUTS),
              state,
              (at, manifest) -> {
                beforeFetch.fetch(at, manifest);
                TestState.from(states(), state).fetch(at, manifest);
              },
              directorySync,
              halt);
      starting.start();
      state.onSnapshot = starting::snapshotReady;
      consensus = starting;
    }

    private List<TestState> states() {
      return nodes.stream().filter(Node::isRunning).map(node -> node.state).toList();
    }

    boolean isRunning() {
      return consensus != null;
    }

    CompletableFuture<Void> propose(long tick) {
      return propose(consensus.status().term(), record(tick));
    }

    CompletableFuture<Void> propose(long term, Record record) {
      return consensus.propose(new Proposed(term, record));
    }

    CompletableFuture<Void> proposeLarge(long tick, int bytes) {
      Record record =
          record(tick).toBuilder()
              .setCommands(
                  0,
                  Command.newBuilder()
                      .setPutRoute(PutRouteRequest.newBuilder().setFleet("x".repeat(bytes))))
              .build();
      return propose(consensus.status().term(), record);
    }

    void stop() {
      RatisConsensus stopping = consensus;
      consensus = null;
      if (stopping != null) {
        stopping.close();
      }
    }

    boolean leads() {
      return isRunning() && consensus.status().role() == NodeRole.NODE_ROLE_LEADER;
    }
  }

  private record Proposed(long term, Record record) implements Proposal {}
}
