package io.caxton.jepsen.node;

import java.util.Collection;
import java.util.stream.Collectors;

/** Where one node is reached; all on the loopback interface. */
public record NodeAddresses(String id, int clientPort, int raftPort, int adminPort) {

  static NodeAddresses free(String id) {
    return new NodeAddresses(id, FreePorts.next(), FreePorts.next(), FreePorts.next());
  }

  public String client() {
    return "127.0.0.1:" + clientPort;
  }

  public String raft() {
    return "127.0.0.1:" + raftPort;
  }

  public String admin() {
    return "127.0.0.1:" + adminPort;
  }

  /** The value of --peers. */
  static String peers(Collection<NodeAddresses> nodes) {
    return nodes.stream()
        .map(node -> node.id() + "=" + node.client() + "/" + node.raft())
        .collect(Collectors.joining(","));
  }
}
