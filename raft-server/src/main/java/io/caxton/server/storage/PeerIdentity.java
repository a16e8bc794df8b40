package io.caxton.server.storage;

import java.util.Optional;
import java.util.Set;

/** Asks another node who it is. */
@FunctionalInterface
public interface PeerIdentity {
  /**
   * @param clusterId empty while the node belongs to no cluster
   * @param bootstrapped the cluster exists, see {@link Identity#bootstrapped}
   * @param members the ids of the cluster's members as the node knows them
   */
  record Answer(String clusterId, String nodeId, boolean bootstrapped, Set<String> members) {}

  /** Empty if the node does not answer within a second or so. */
  Optional<Answer> ask(String nodeId);
}
