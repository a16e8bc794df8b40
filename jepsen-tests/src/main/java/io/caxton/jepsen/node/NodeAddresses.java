package io.caxton.jepsen.node;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Where one node is.
 *
 * @param host where others reach it
 * @param bindHost where it listens; another one if there is something in between
 */
public record NodeAddresses(
    String id, String host, String bindHost, int clientPort, int raftPort, int adminPort) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int CLIENT_PORT = 7_001;
  private static final int RAFT_PORT = 7_101;

  static NodeAddresses free(String id) {
    return free(id, LOOPBACK, LOOPBACK);
  }

  static NodeAddresses free(String id, String host, String bindHost) {
    return new NodeAddresses(
        id, host, bindHost, FreePorts.next(), FreePorts.next(), FreePorts.next());
  }

  /** On a machine of its own, where all ports are free. */
  static NodeAddresses alone(String id, String host) {
    return new NodeAddresses(id, host, host, CLIENT_PORT, RAFT_PORT, 0);
  }

  /** The same place under another id. */
  NodeAddresses renamed(String newId) {
    return new NodeAddresses(newId, host, bindHost, clientPort, raftPort, adminPort);
  }

  public String client() {
    return host + ":" + clientPort;
  }

  public String raft() {
    return host + ":" + raftPort;
  }

  public String admin() {
    return LOOPBACK + ":" + adminPort;
  }

  /** The value of --peers. */
  static String peers(Collection<NodeAddresses> nodes) {
    return nodes.stream()
        .map(node -> node.id() + "=" + node.client() + "/" + node.raft())
        .collect(Collectors.joining(","));
  }
}
