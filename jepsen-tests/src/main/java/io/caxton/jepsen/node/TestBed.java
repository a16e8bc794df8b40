package io.caxton.jepsen.node;

import io.caxton.jepsen.disk.LoopDisk;
import io.caxton.jepsen.host.Ledger;
import io.caxton.jepsen.host.Shell;
import io.caxton.jepsen.net.Net;
import io.caxton.jepsen.net.NetnsNet;
import io.caxton.jepsen.net.ProxyNet;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A cluster whose network, disks and clocks can be hurt: each node on a host of its own, as far as
 * this machine allows. Whatever it made goes with it.
 */
public final class TestBed implements AutoCloseable {
  private final Plan plan;
  private final Optional<Ledger> ledger;
  private final Net net;
  private final TestCluster cluster;
  private final Map<TestNode, String> hosts = new HashMap<>();
  private final Map<String, LoopDisk> disks = new LinkedHashMap<>();
  private final Optional<NodeShim> shim;
  private final List<TestNode> retired = new ArrayList<>();
  private int lastNumber;

  /**
   * @param plain processes on the loopback interface with proxies between them; needs no root
   * @param relaxed longer election time-outs than the product's, for busy machines
   * @param jvmFlags more for the servers
   */
  public record Plan(
      int nodes,
      boolean plain,
      boolean relaxed,
      LoopDisk.FileSystem fileSystem,
      List<String> jvmFlags,
      Path folder) {}

  private TestBed(Plan plan, Optional<Ledger> ledger, Net net, List<NodeAddresses> addresses) {
    this.plan = plan;
    this.ledger = ledger;
    this.net = net;
    shim = NodeShim.compile(tools(plan));
    String peers = NodeAddresses.peers(addresses);
    List<TestNode> nodes = new ArrayList<>();
    for (NodeAddresses address : addresses) {
      String host = address.id();
      ledger.ifPresent(
          book -> disks.put(host, LoopDisk.make(book, plan.folder(), host, plan.fileSystem())));
      TestNode node = node(address, host, peers);
      nodes.add(node);
    }
    cluster = new TestCluster(nodes);
    lastNumber = nodes.size();
  }

  /** Not started yet. */
  public static TestBed of(Plan plan) {
    List<String> hosts = new ArrayList<>();
    for (int i = 1; i <= plan.nodes(); i++) {
      hosts.add("n" + i);
    }
    return plan.plain() ? plain(plan, hosts) : onOwnHosts(plan, hosts);
  }

  private static TestBed onOwnHosts(Plan plan, List<String> hosts) {
    Ledger ledger = Ledger.open();
    try {
      NetnsNet net = NetnsNet.of(ledger, hosts, tools(plan));
      List<NodeAddresses> addresses =
          hosts.stream().map(host -> NodeAddresses.alone(host, net.address(host))).toList();
      return new TestBed(plan, Optional.of(ledger), net, addresses);
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
  }

  /** Everybody dials the proxies; these dial the nodes. */
  private static TestBed plain(Plan plan, List<String> hosts) {
    int run = ThreadLocalRandom.current().nextInt(1, 250);
    AtomicReference<TestBed> bed = new AtomicReference<>();
    ProxyNet net = new ProxyNet(() -> bed.get().processes());
    List<NodeAddresses> addresses = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      String outer = "127.78.%d.%d".formatted(run, i + 1);
      String inner = "127.77.%d.%d".formatted(run, i + 1);
      NodeAddresses address = NodeAddresses.free(hosts.get(i), outer, inner);
      for (int port : new int[] {address.clientPort(), address.raftPort()}) {
        net.serve(
            hosts.get(i), new InetSocketAddress(outer, port), new InetSocketAddress(inner, port));
      }
      addresses.add(address);
    }
    bed.set(new TestBed(plan, Optional.empty(), net, addresses));
    return bed.get();
  }

  private Map<Long, String> processes() {
    Map<Long, String> processes = new HashMap<>();
    nodes().stream()
        .filter(TestNode::isAlive)
        .forEach(node -> processes.put(node.pid(), host(node)));
    return processes;
  }

  private static Path tools(Plan plan) {
    return plan.folder().resolve("tools");
  }

  private TestNode node(NodeAddresses address, String host, String peers) {
    TestNode node =
        new TestNode(address, peers, plan.folder().resolve("nodes").resolve(address.id()))
            .startedBy(net.enter(host))
            .jvmFlags(plan.jvmFlags())
            .set("insecure", true)
            .set("disk-free-bytes-min", 32 << 20)
            // Small enough that snapshots are written, loaded and installed within seconds.
            .set("snapshot-log-bytes", 64 << 10)
            .set("log-entries-kept", 200);
    if (plan.relaxed()) {
      node.set("election-timeout-min-millis", 500).set("election-timeout-max-millis", 1_000);
    }
    disk(host).ifPresent(disk -> node.set("data-dir", disk.path().resolve("data")));
    shim.ifPresent(library -> node.withShim(library.controlFor(host)));
    hosts.put(node, host);
    return node;
  }

  public TestBed start() {
    cluster.start();
    return this;
  }

  public TestCluster cluster() {
    return cluster;
  }

  public List<TestNode> nodes() {
    return cluster.nodes();
  }

  public Net net() {
    return net;
  }

  /** The name of the machine that a node runs on: that of the first node there. */
  public String host(TestNode node) {
    return hosts.get(node);
  }

  public List<String> hosts(List<TestNode> nodes) {
    return nodes.stream().map(this::host).toList();
  }

  /** The disk of a node; empty where nodes share the machine's. */
  public Optional<LoopDisk> disk(TestNode node) {
    return disk(host(node));
  }

  private Optional<LoopDisk> disk(String host) {
    return Optional.ofNullable(disks.get(host));
  }

  /** Mounts its disk afresh if that failed, so that the node can start. */
  public void repairDisk(TestNode node) {
    disk(node)
        .ifPresent(
            disk -> {
              disk.umount();
              disk.mount();
            });
  }

  /** A stopped node without anything on its disk comes back under another id; gives the new one. */
  public TestNode rebuild(TestNode lost) {
    repairDisk(lost);
    wipe(lost.dataDir());
    lastNumber++;
    NodeAddresses address = lost.addresses().renamed("n" + lastNumber);
    List<NodeAddresses> members = new ArrayList<>();
    nodes().forEach(node -> members.add(node == lost ? address : node.addresses()));
    TestNode fresh = node(address, host(lost), NodeAddresses.peers(members));
    cluster.replace(lost, fresh);
    // Closed last: workloads may still hold its connection, which leads to the same place.
    retired.add(lost);
    LostDisk.replace(cluster, lost, fresh);
    return fresh;
  }

  private static void wipe(Path folder) {
    Shell.run("rm", "-rf", "--", folder.toString());
  }

  /** True if each node's clocks and fsyncs can be hurt. */
  public boolean hasShims() {
    return shim.isPresent();
  }

  /** How many nodes can be lost without losing the majority. */
  public int minority() {
    return (nodes().size() - 1) / 2;
  }

  @Override
  public void close() {
    try {
      cluster.close();
      retired.forEach(TestNode::close);
    } finally {
      net.close();
      ledger.ifPresent(Ledger::close);
      wipe(tools(plan));
      if (plan.plain()) {
        // Those on disks of their own went with the disks.
        nodes().forEach(node -> wipe(node.dataDir()));
      }
    }
  }
}
