package io.caxton.server.ratis;

import io.caxton.v1.NodeAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How this node takes part in the log. Immutable; checked when the node starts.
 *
 * @param clusterId names the Raft group: nodes of different clusters never talk
 * @param self this node; its Raft address is what the others dial
 * @param bindHost where the Raft port listens; empty: the host of {@code self}'s Raft address
 * @param bootstrap all first voters, {@code self} among them, on the first start of a new cluster
 *     and on every later start of the same nodes; empty on a node that was added to a cluster that
 *     exists. Only read while the log holds no configuration
 * @param directory all of Ratis's files, and nothing else
 * @param formed called at each start when the log's files exist and are durable, before this node
 *     votes or acknowledges anything: from then on a missing log is a lost one
 * @param tls mutual TLS of the Raft port; without it the port must not leave the machine
 */
public record RatisOptions(
    String clusterId,
    NodeAddress self,
    Optional<String> bindHost,
    List<NodeAddress> bootstrap,
    Path directory,
    RatisTimeouts timeouts,
    Formed formed,
    Optional<RatisTls> tls) {

  /** May fail; then the node does not start. */
  @FunctionalInterface
  public interface Formed {
    void formed() throws IOException;
  }

  /** Without TLS, bound to the host of the Raft address, telling nobody when it is formed. */
  public static RatisOptions of(
      String clusterId,
      NodeAddress self,
      List<NodeAddress> bootstrap,
      Path directory,
      RatisTimeouts timeouts) {
    return new RatisOptions(
        clusterId,
        self,
        Optional.empty(),
        bootstrap,
        directory,
        timeouts,
        () -> {},
        Optional.empty());
  }
}
