package io.caxton.server.ratis;

import io.caxton.v1.NodeAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.server.RaftConfiguration;

/** Our nodes as Ratis's peers, and back. Both addresses travel in the replicated configuration. */
final class Peers {
  private Peers() {}

  record HostPort(String host, int port) {}

  static HostPort hostPort(String address) {
    int colon = address.lastIndexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("not host:port: '" + address + "'");
    }
    return new HostPort(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }

  static RaftGroupId group(String clusterId) {
    return RaftGroupId.valueOf(
        UUID.nameUUIDFromBytes(("caxton/" + clusterId).getBytes(StandardCharsets.UTF_8)));
  }

  /** All priorities are equal: leadership may be handed to anyone. */
  static RaftPeer peer(NodeAddress node) {
    return RaftPeer.newBuilder()
        .setId(node.getNodeId())
        .setAddress(node.getRaftAddress())
        .setClientAddress(node.getClientAddress())
        .setStartupRole(node.getListener() ? RaftPeerRole.LISTENER : RaftPeerRole.FOLLOWER)
        .build();
  }

  static List<RaftPeer> peers(Collection<NodeAddress> nodes) {
    return nodes.stream().map(Peers::peer).toList();
  }

  static List<NodeAddress> members(RaftConfiguration configuration) {
    List<NodeAddress> members = new ArrayList<>();
    for (RaftPeer voter : configuration.getCurrentPeers(RaftPeerRole.FOLLOWER)) {
      members.add(node(voter, false));
    }
    for (RaftPeer listener : configuration.getCurrentPeers(RaftPeerRole.LISTENER)) {
      members.add(node(listener, true));
    }
    return List.copyOf(members);
  }

  private static NodeAddress node(RaftPeer peer, boolean listener) {
    String client = peer.getClientAddress();
    return NodeAddress.newBuilder()
        .setNodeId(peer.getId().toString())
        .setRaftAddress(peer.getAddress())
        .setClientAddress(client == null ? "" : client)
        .setListener(listener)
        .build();
  }
}
