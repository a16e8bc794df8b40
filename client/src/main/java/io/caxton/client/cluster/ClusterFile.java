package io.caxton.client.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What a folder remembers of its cluster: DIR/cluster.properties.
 *
 * @param formed true once its first nodes were told to bootstrap: never again after that
 * @param joined nodes that came later, as listeners
 * @param options more for each server's command line
 */
public record ClusterFile(
    List<NodePlace> nodes, boolean formed, List<String> joined, List<String> options) {
  static final String NAME = "cluster.properties";

  public ClusterFile {
    nodes = List.copyOf(nodes);
    joined = List.copyOf(joined);
    options = List.copyOf(options);
  }

  /** Empty if the folder has no cluster. */
  public static Optional<ClusterFile> load(Path dir) throws IOException {
    Path file = dir.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    List<NodePlace> nodes = new ArrayList<>();
    for (String id : words(properties, "nodes")) {
      nodes.add(
          new NodePlace(
              id,
              port(properties, file, id + ".client-port"),
              port(properties, file, id + ".raft-port"),
              port(properties, file, id + ".admin-port")));
    }
    boolean formed = Boolean.parseBoolean(properties.getProperty("formed"));
    return Optional.of(
        new ClusterFile(
            nodes, formed, words(properties, "joined"), words(properties, "server-options")));
  }

  /** Whole or not at all. */
  public void save(Path dir) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("nodes", String.join(" ", nodes.stream().map(NodePlace::id).toList()));
    properties.setProperty("joined", String.join(" ", joined));
    properties.setProperty("server-options", String.join(" ", options));
    properties.setProperty("formed", Boolean.toString(formed));
    for (NodePlace node : nodes) {
      properties.setProperty(node.id() + ".client-port", Integer.toString(node.clientPort()));
      properties.setProperty(node.id() + ".raft-port", Integer.toString(node.raftPort()));
      properties.setProperty(node.id() + ".admin-port", Integer.toString(node.adminPort()));
    }
    Files.createDirectories(dir);
    Path fresh = dir.resolve(NAME + ".new");
    try (Writer writer = Files.newBufferedWriter(fresh)) {
      properties.store(writer, "A local Caxton cluster; written by 'caxton cluster'.");
    }
    Files.move(fresh, dir.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  public Optional<NodePlace> node(String id) {
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
  }

  ClusterFile withFormed() {
    return new ClusterFile(nodes, true, joined, options);
  }

  ClusterFile withJoined(NodePlace node) {
    List<NodePlace> more = new ArrayList<>(nodes);
    more.add(node);
    List<String> moreJoined = new ArrayList<>(joined);
    moreJoined.add(node.id());
    return new ClusterFile(more, formed, moreJoined, options);
  }

  ClusterFile without(String id) {
    return new ClusterFile(
        nodes.stream().filter(node -> !node.id().equals(id)).toList(),
        formed,
        joined.stream().filter(other -> !other.equals(id)).toList(),
        options);
  }

  /**
   * The cluster's first members that are left, as every node's --peers names them; when all were
   * replaced, those that came later: the list only serves to find the cluster then.
   */
  String peers() {
    List<NodePlace> first = nodes.stream().filter(n -> !joined.contains(n.id())).toList();
    return String.join(
        ",", (first.isEmpty() ? nodes : first).stream().map(NodePlace::asPeer).toList());
  }

  private static List<String> words(Properties properties, String key) {
    String value = properties.getProperty(key, "").strip();
    return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
  }

  private static int port(Properties properties, Path file, String key) throws IOException {
    try {
      return Integer.parseInt(properties.getProperty(key, "").strip());
    } catch (NumberFormatException damaged) {
      throw new IOException(file + ": " + key + " is missing or not a port", damaged);
    }
  }
}
