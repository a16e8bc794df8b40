package io.caxton.state.check;

import io.caxton.v1.ChangeMembersRequest;
import io.caxton.v1.NodeAddress;
import io.caxton.v1.Refusal;
import io.caxton.v1.TransferLeadershipRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Requests about the cluster's nodes. */
public final class ClusterChecks {
  static final int NODE_CHARACTERS_MAX = 32;
  static final int ADDRESS_BYTES_MAX = 261;

  private static final int PORT_MAX = 65_535;

  private ClusterChecks() {}

  public static Optional<Refusal> check(TransferLeadershipRequest request) {
    Checks checks = new Checks();
    checks.nameOrEmpty(
        Path.ROOT, "node_id", request.getNodeId(), Characters.PLAIN, NODE_CHARACTERS_MAX);
    return checks.refusal();
  }

  public static Optional<Refusal> check(ChangeMembersRequest request) {
    Checks checks = new Checks();
    switch (request.getChangeCase()) {
      case ADD_LISTENER -> {
        Path path = Path.ROOT.in("add_listener");
        NodeAddress node = request.getAddListener();
        node(checks, path, "node_id", node.getNodeId());
        address(checks, path, "client_address", node.getClientAddress());
        address(checks, path, "raft_address", node.getRaftAddress());
      }
      case PROMOTE -> node(checks, Path.ROOT, "promote", request.getPromote());
      case REMOVE -> node(checks, Path.ROOT, "remove", request.getRemove());
      case CHANGE_NOT_SET ->
          checks.fail(
              Path.ROOT, "change", "not given", "one of add_listener, promote and remove must be");
    }
    return checks.refusal();
  }

  private static void node(Checks checks, Path path, String name, String nodeId) {
    checks.name(path, name, nodeId, Characters.PLAIN, NODE_CHARACTERS_MAX);
  }

  /** An address that nobody can reach would be a member for ever: at least its form is right. */
  private static void address(Checks checks, Path path, String name, String address) {
    checks.textMax(path, name, address, ADDRESS_BYTES_MAX);
    if (!isAddress(address)) {
      checks.fail(
          path,
          name,
          Checks.shown(address),
          "it must be host:port with a port of 1 to "
              + PORT_MAX
              + ", the host a name of letters, digits, - and ., an IPv4 address, or an IPv6 address"
              + " in []");
    }
  }

  /** As those read it who will have to reach it. */
  private static boolean isAddress(String address) {
    try {
      URI uri = new URI("//" + address);
      return uri.getHost() != null
          && uri.getPort() >= 1
          && uri.getPort() <= PORT_MAX
          && uri.getRawAuthority().equals(address)
          && uri.getRawUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
