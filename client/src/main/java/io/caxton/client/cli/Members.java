package io.caxton.client.cli;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.NodeStatus;
import io.caxton.client.cluster.Readiness;
import io.caxton.client.console.CommandFailure;
import io.caxton.client.console.ExitCode;
import io.caxton.v1.ChangeMembersRequest;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NodeAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Changes the members step by step and looks after each step where it stands, so that the command
 * may be broken off and given again at any time.
 */
final class Members {
  private static final long PAUSE_NANOS = 100_000_000;

  private final CaxtonClient client;
  private final long untilNanos;
  private final Runnable check;

  /**
   * @param check throws if going on makes no sense, such as that the new server has ended
   */
  Members(CaxtonClient client, long untilNanos, Runnable check) {
    this.client = client;
    this.untilNanos = untilNanos;
    this.check = check;
  }

  /** A listener first, and a voter as soon as it has caught up; gives the members then. */
  List<NodeAddress> add(NodeAddress node) {
    String id = node.getNodeId();
    return repeat(
        leader -> {
          Optional<NodeAddress> member = find(leader, id);
          if (member.isEmpty()) {
            return Optional.of(ChangeMembersRequest.newBuilder().setAddListener(node).build());
          }
          if (!member.get().getRaftAddress().equals(node.getRaftAddress())) {
            throw new CommandFailure(
                ExitCode.USAGE,
                "the node " + id + " is a member already, at " + member.get().getRaftAddress(),
                "Choose an id never used before.");
          }
          return member.get().getListener()
              ? Optional.of(ChangeMembersRequest.newBuilder().setPromote(id).build())
              : Optional.empty();
        });
  }

  /** Gives the members that are left. A leader hands leadership over first. */
  List<NodeAddress> remove(String id) {
    return repeat(
        leader -> {
          if (find(leader, id).isEmpty()) {
            return Optional.empty();
          }
          if (leader.getNodeId().equals(id)) {
            CaxtonException.join(client.cluster().transferLeadership(Optional.empty()));
          }
          return Optional.of(ChangeMembersRequest.newBuilder().setRemove(id).build());
        });
  }

  private static Optional<NodeAddress> find(GetNodeResponse leader, String id) {
    return leader.getMembersList().stream().filter(m -> m.getNodeId().equals(id)).findFirst();
  }

  /** Until there is no next step; what is refused for now is tried again. */
  private List<NodeAddress> repeat(Function<GetNodeResponse, Optional<ChangeMembersRequest>> next) {
    while (true) {
      Optional<CaxtonException> refused = Optional.empty();
      Optional<GetNodeResponse> leader = leader();
      if (leader.isPresent()) {
        try {
          Optional<ChangeMembersRequest> step = next.apply(leader.get());
          if (step.isEmpty()) {
            return leader.get().getMembersList();
          }
          CaxtonException.join(client.cluster().changeMembers(step.get()));
          continue;
        } catch (CaxtonException notNow) {
          if (notNow.reason() == ErrorReason.INVALID_ARGUMENT) {
            throw notNow;
          }
          refused = Optional.of(notNow);
        }
      }
      check.run();
      if (System.nanoTime() - untilNanos > 0) {
        throw refused.isPresent()
            ? refused.get()
            : new CommandFailure(
                ExitCode.UNAVAILABLE,
                "no leader serves",
                "A majority of the nodes must run and reach each other: caxton cluster status.");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private Optional<GetNodeResponse> leader() {
    return Readiness.leader(
        CaxtonException.join(client.cluster().status()).stream()
            .map(NodeStatus::view)
            .flatMap(Optional::stream)
            .toList());
  }

  static String names(List<NodeAddress> members) {
    return members.stream().map(NodeAddress::getNodeId).collect(Collectors.joining(", "));
  }
}
