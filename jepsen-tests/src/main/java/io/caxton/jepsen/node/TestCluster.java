package io.caxton.jepsen.node;

import io.caxton.client.CaxtonClient;
import io.caxton.client.ClientBuilder;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NodeRole;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Several real servers on this machine that form one cluster. */
public final class TestCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final List<TestNode> nodes;

  /**
   * @param folder each node gets one inside it
   */
  public TestCluster(int size, Path folder) {
    this(onLoopback(size, folder));
    nodes.forEach(TestCluster::calm);
  }

  /**
   * A machine that runs the test, all nodes and perhaps other builds is slow at times: elections
   * that no fault caused would only blur what is tested.
   */
  private static TestNode calm(TestNode node) {
    return node.set("election-timeout-min-millis", 500).set("election-timeout-max-millis", 1_000);
  }

  TestCluster(List<TestNode> nodes) {
    this.nodes = new CopyOnWriteArrayList<>(nodes);
  }

  private static List<TestNode> onLoopback(int size, Path folder) {
    List<NodeAddresses> addresses = new ArrayList<>();
    for (int i = 1; i <= size; i++) {
      addresses.add(NodeAddresses.free("n" + i));
    }
    String peers = NodeAddresses.peers(addresses);
    return addresses.stream()
        .map(address -> new TestNode(address, peers, folder.resolve(address.id())))
        .toList();
  }

  /**
   * Starts a further node that is told to join those of today; to become a member it must be added.
   *
   * @param folder it gets one inside it
   */
  public TestNode join(String id, Path folder) {
    String peers = NodeAddresses.peers(nodes.stream().map(TestNode::addresses).toList());
    TestNode node = new TestNode(NodeAddresses.free(id), peers, folder.resolve(id));
    calm(node).set("join", true).formed();
    nodes.add(node);
    node.start();
    return node;
  }

  /** Its process, if it runs, is closed; it is no part of this any more. */
  public void forget(TestNode node) {
    nodes.remove(node);
    node.close();
  }

  /** The new one takes the old one's place in the list. */
  void replace(TestNode old, TestNode by) {
    nodes.set(nodes.indexOf(old), by);
  }

  /** The same setting for all, from their next start on. */
  public TestCluster set(String setting, Object value) {
    nodes.forEach(node -> node.set(setting, value));
    return this;
  }

  /** Starts all nodes together and waits until they serve. */
  public TestCluster start() {
    nodes.forEach(TestNode::start);
    awaitRunning();
    nodes.forEach(TestNode::formed);
    return this;
  }

  public List<TestNode> nodes() {
    return nodes;
  }

  public TestNode node(String id) {
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
  }

  public List<String> clientAddresses() {
    return nodes.stream().map(node -> node.addresses().client()).toList();
  }

  /** A client of the public library; whoever asked closes it. */
  public CaxtonClient client() {
    return client(builder -> {});
  }

  /** The same, set up further. */
  public CaxtonClient client(Consumer<ClientBuilder> more) {
    ClientBuilder builder =
        CaxtonClient.builder().addresses(clientAddresses()).callTimeout(Duration.ofSeconds(60));
    more.accept(builder);
    return builder.build();
  }

  /** The node that leads and serves now; of two that say so, the one of the higher term. */
  public Optional<TestNode> leader() {
    record Seen(TestNode node, GetNodeResponse view) {}
    return nodes.stream()
        .filter(TestNode::isAlive)
        .flatMap(node -> node.raw().view().map(view -> new Seen(node, view)).stream())
        .filter(
            seen -> seen.view().getRole() == NodeRole.NODE_ROLE_LEADER && seen.view().getReady())
        .max(Comparator.comparingLong(seen -> seen.view().getTerm()))
        .map(Seen::node);
  }

  public TestNode awaitLeader() {
    return await("a leader", this::leader);
  }

  /** Waits for a leader other than this one. */
  public TestNode awaitLeaderOtherThan(TestNode old) {
    return await("a leader other than " + old.id(), () -> leader().filter(leader -> leader != old));
  }

  /** Hands leadership to this one, which must have caught up; asks until it leads. */
  public void transferLeadershipTo(TestNode node) {
    awaitTrue(
        node.id() + " to lead",
        () -> {
          Optional<TestNode> now = leader();
          if (now.isPresent() && now.get() != node) {
            now.get().offerLeadershipTo(node);
          }
          return leader().filter(leader -> leader == node).isPresent();
        });
  }

  /** Waits until every node that still runs serves, and one of them leads. */
  public void awaitAllReady() {
    awaitTrue("all live nodes to serve", this::allServe);
  }

  private boolean allServe() {
    return leader().isPresent()
        && nodes.stream()
            .filter(TestNode::isAlive)
            .allMatch(node -> node.raw().view().filter(GetNodeResponse::getReady).isPresent());
  }

  public TestNode anyFollower() {
    TestNode leader = awaitLeader();
    return nodes.stream()
        .filter(node -> node != leader && node.isAlive())
        .findFirst()
        .orElseThrow();
  }

  /** SIGKILL to all at once. */
  public void killAll() {
    nodes.forEach(TestNode::killAsync);
    nodes.forEach(TestNode::kill);
  }

  /** Starts those that are down and waits until all serve. */
  public void restartDown() {
    nodes.stream().filter(node -> !node.isAlive()).forEach(TestNode::start);
    awaitRunning();
  }

  /** Waits until every node serves; one that ended is not waited for. */
  private void awaitRunning() {
    awaitTrue(
        "all nodes to serve",
        () -> {
          if (!nodes.stream().allMatch(TestNode::isAlive)) {
            throw new AssertionError("a node ended: " + describe());
          }
          return allServe();
        });
  }

  private void awaitTrue(String what, BooleanSupplier condition) {
    await(what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  private <T> T await(String what, Supplier<Optional<T>> look) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - until > 0) {
        throw new AssertionError(
            "waited " + PATIENCE.toSeconds() + " s in vain for " + what + ": " + describe());
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** What each node says of itself, or its last words. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    for (TestNode node : nodes) {
      text.append('\n').append(node).append(": ");
      Optional<GetNodeResponse> view = node.isAlive() ? node.raw().view() : Optional.empty();
      text.append(
          view.map(v -> v.toString().replace('\n', ' '))
              .orElseGet(() -> "its log ends with\n" + node.lastWords(8)));
    }
    return text.toString();
  }

  @Override
  public void close() {
    RuntimeException first = null;
    for (TestNode node : nodes) {
      try {
        node.close();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
