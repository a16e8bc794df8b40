package io.caxton.client;

import io.caxton.v1.ChangeMembersRequest;
import io.caxton.v1.ChangeMembersResponse;
import io.caxton.v1.ClusterGrpc;
import io.caxton.v1.TransferLeadershipRequest;
import io.caxton.v1.TransferLeadershipResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The cluster itself: its nodes and what an operator does with them. */
public final class Cluster {
  private final Core core;

  Cluster(Core core) {
    this.core = core;
  }

  /** One node by its client address, host:port. */
  public ClusterNode node(String address) {
    return new ClusterNode(core, core.nodes().at(address));
  }

  /** The address of the node that leads, as far as this client knows now. */
  public Optional<String> leaderAddress() {
    return core.leader().pick().map(Node::address);
  }

  /** Asks every known node for its own view, at most for 2 s; never fails. */
  public CompletableFuture<List<NodeStatus>> status() {
    List<CompletableFuture<NodeStatus>> asked = new ArrayList<>();
    for (Node node : core.nodes().all()) {
      asked.add(new ClusterNode(core, node).status());
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(all -> distinct(asked));
  }

  /** A node may be known under two addresses: as it was configured, and as it calls itself. */
  private static List<NodeStatus> distinct(List<CompletableFuture<NodeStatus>> answered) {
    List<NodeStatus> statuses = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (CompletableFuture<NodeStatus> one : answered) {
      NodeStatus status = one.join();
      if (status.view().isEmpty() || ids.add(status.view().get().getNodeId())) {
        statuses.add(status);
      }
    }
    return statuses;
  }

  /**
   * Hands leadership over; gives the new leader's id.
   *
   * @param nodeId to this node; empty: to any other
   */
  public CompletableFuture<String> transferLeadership(Optional<String> nodeId) {
    return core.ask(
            core.leader(),
            ClusterGrpc.getTransferLeadershipMethod(),
            TransferLeadershipRequest.newBuilder().setNodeId(nodeId.orElse("")).build(),
            core.config().callTimeout().toNanos())
        .thenApply(TransferLeadershipResponse::getLeaderId);
  }

  /** Adds a listener, promotes one, or removes a node. */
  public CompletableFuture<ChangeMembersResponse> changeMembers(ChangeMembersRequest request) {
    return core.ask(
        core.leader(),
        ClusterGrpc.getChangeMembersMethod(),
        request,
        core.config().callTimeout().toNanos());
  }
}
