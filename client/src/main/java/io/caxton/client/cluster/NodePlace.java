package io.caxton.client.cluster;

/** Where one node of a local cluster listens: ports of 127.0.0.1. */
public record NodePlace(String id, int clientPort, int raftPort, int adminPort) {
  private static final String HOST = "127.0.0.1:";

  public String clientAddress() {
    return HOST + clientPort;
  }

  public String raftAddress() {
    return HOST + raftPort;
  }

  public String adminAddress() {
    return HOST + adminPort;
  }

  /** As the server's --peers wants it. */
  String asPeer() {
    return id + "=" + clientAddress() + "/" + raftAddress();
  }

  static NodePlace free(String id, FreePorts ports) {
    return new NodePlace(id, ports.next(), ports.next(), ports.next());
  }

  /** The place of the node with this number, from 1, counted up from a base port. */
  static NodePlace counted(String id, int number, int basePort) {
    int port = basePort + number - 1;
    return new NodePlace(id, port, port + 100, port + 200);
  }
}
