package io.caxton.client.cluster;

import io.caxton.client.cluster.LocalNode.Birth;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The server processes that one folder describes. */
public final class LocalCluster {
  private final Path dir;
  private final boolean bound;
  private final Map<String, LocalNode> nodes = new TreeMap<>();

  /** Bound servers live on the pipes to their standard input, which must not be collected. */
  private final Map<String, Process> started = new ConcurrentHashMap<>();

  private ClusterFile file;

  private LocalCluster(Path dir, ClusterFile file, boolean bound) {
    this.dir = dir.toAbsolutePath().normalize();
    this.file = file;
    this.bound = bound;
    file.nodes().forEach(place -> nodes.put(place.id(), new LocalNode(place, this.dir)));
  }

  /**
   * Describes a new cluster of nodes n1, n2 … in a folder; nothing is started yet.
   *
   * @param basePort the client port of n1; empty: free ports
   * @param bound true: its servers end with this process
   * @param options more for each server's command line, now and later
   */
  public static LocalCluster create(
      Path dir, int count, OptionalInt basePort, boolean bound, List<String> options)
      throws IOException {
    FreePorts ports = new FreePorts();
    List<NodePlace> places = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String id = "n" + i;
      places.add(
          basePort.isPresent()
              ? NodePlace.counted(id, i, basePort.getAsInt())
              : NodePlace.free(id, ports));
    }
    ClusterFile file = new ClusterFile(places, false, List.of(), options);
    file.save(dir);
    return new LocalCluster(dir, file, bound);
  }

  /** The cluster that the folder describes; empty if it has none. */
  public static Optional<LocalCluster> open(Path dir) throws IOException {
    return ClusterFile.load(dir).map(file -> new LocalCluster(dir, file, false));
  }

  public Path dir() {
    return dir;
  }

  public List<LocalNode> nodes() {
    return List.copyOf(nodes.values());
  }

  public List<String> addresses() {
    return nodes.values().stream().map(node -> node.place().clientAddress()).toList();
  }

  public Optional<LocalNode> find(String id) {
    return Optional.ofNullable(nodes.get(id));
  }

  public LocalNode node(String id) {
    return find(id)
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "there is no node '" + id + "' in " + dir,
                    "Its nodes are " + String.join(", ", nodes.keySet()) + "."));
  }

  /** Starts every node that does not run; gives those it started. */
  public List<LocalNode> startAll() throws IOException {
    boolean formed = file.formed();
    // Written first: a cluster that may have been formed must never be told to form again.
    file = file.withFormed();
    file.save(dir);
    List<LocalNode> fresh = new ArrayList<>();
    for (LocalNode node : nodes()) {
      if (node.process().isEmpty()) {
        start(node, formed ? again(node) : Birth.BOOTSTRAP);
        fresh.add(node);
      }
    }
    return fresh;
  }

  /** Starts a node again. */
  public void start(LocalNode node) throws IOException {
    start(node, again(node));
  }

  /** One that joined is not among the peers, and goes on saying so. */
  private Birth again(LocalNode node) {
    return file.joined().contains(node.id()) ? Birth.JOIN : Birth.NONE;
  }

  private void start(LocalNode node, Birth birth) throws IOException {
    started.put(node.id(), node.start(file.peers(), birth, bound, file.options()));
  }

  /** Starts a further node, which waits as a listener until it is added to the members. */
  public LocalNode join(String id) throws IOException {
    NodePlace place = NodePlace.free(id, new FreePorts());
    file = file.withJoined(place);
    file.save(dir);
    LocalNode node = new LocalNode(place, dir);
    nodes.put(id, node);
    start(node, Birth.JOIN);
    return node;
  }

  /** Stops a node that is no member any more, and describes it no longer; its folder stays. */
  public void forget(String id, Duration atMost) throws IOException {
    LocalNode node = nodes.get(id);
    if (node != null) {
      if (!node.stop(atMost)) {
        node.kill();
      }
      nodes.remove(id);
      file = file.without(id);
      file.save(dir);
    }
  }

  /** SIGKILL for all, at once. */
  public void killAll() throws IOException {
    for (LocalNode node : nodes()) {
      node.process().ifPresent(ProcessMark::kill);
    }
    for (LocalNode node : nodes()) {
      node.kill();
    }
  }

  /** The first of these nodes whose process has ended. */
  Optional<LocalNode> firstDead(List<LocalNode> of) throws IOException {
    for (LocalNode node : of) {
      if (node.process().isEmpty()) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }
}
