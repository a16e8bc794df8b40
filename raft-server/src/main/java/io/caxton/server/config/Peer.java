package io.caxton.server.config;

import io.caxton.v1.NodeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A member of the cluster as the configuration names it: {@code id=clientHost:port/raftHost:port}.
 */
public record Peer(String id, HostPort client, HostPort raft) {

  static Peer parse(String text) {
    int equals = text.indexOf('=');
    int slash = text.indexOf('/', equals + 1);
    if (equals <= 0 || slash < 0) {
      throw new IllegalArgumentException(
          "each peer must be id=clientHost:port/raftHost:port, not \"" + text + "\"");
    }
    String id = text.substring(0, equals).trim();
    NodeId.check(id);
    return new Peer(
        id,
        HostPort.parse(text.substring(equals + 1, slash).trim()),
        HostPort.parse(text.substring(slash + 1).trim()));
  }

  static List<Peer> parseList(String text) {
    List<Peer> peers = new ArrayList<>();
    Set<String> ids = new TreeSet<>();
    for (String part : text.split(",")) {
      if (part.isBlank()) {
        continue;
      }
      Peer peer = parse(part.trim());
      if (!ids.add(peer.id())) {
        throw new IllegalArgumentException("names peer \"" + peer.id() + "\" twice");
      }
      peers.add(peer);
    }
    return List.copyOf(peers);
  }

  public NodeAddress toNodeAddress() {
    return NodeAddress.newBuilder()
        .setNodeId(id)
        .setClientAddress(client.toString())
        .setRaftAddress(raft.toString())
        .build();
  }
}
