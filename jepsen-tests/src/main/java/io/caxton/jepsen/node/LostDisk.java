package io.caxton.jepsen.node;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.v1.ChangeMembersRequest;
import io.caxton.v1.NodeAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The rule for a node that lost its disk, as docs/operating.md tells operators: it is removed, and
 * comes back empty, under an id never used before, as a listener that votes when it has caught up.
 */
final class LostDisk {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CALL = Duration.ofSeconds(5);

  private LostDisk() {}

  /**
   * @param fresh not started; its disk is empty
   */
  static void replace(TestCluster cluster, TestNode lost, TestNode fresh) {
    try (CaxtonClient client = cluster.client(builder -> builder.callTimeout(CALL))) {
      change(client, ChangeMembersRequest.newBuilder().setRemove(lost.id()).build());
      fresh.join();
      NodeAddress address =
          NodeAddress.newBuilder()
              .setNodeId(fresh.id())
              .setClientAddress(fresh.addresses().client())
              .setRaftAddress(fresh.addresses().raft())
              .setListener(true)
              .build();
      change(client, ChangeMembersRequest.newBuilder().setAddListener(address).build());
      change(client, ChangeMembersRequest.newBuilder().setPromote(fresh.id()).build());
    }
  }

  /** Repeats what is refused while there is no leader, or the new node catches up. */
  private static void change(CaxtonClient client, ChangeMembersRequest request) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        CaxtonException.join(client.cluster().changeMembers(request));
        return;
      } catch (CaxtonException refused) {
        if (System.nanoTime() - until > 0) {
          throw new ClusterGoneException(
              "a node stopped for good and cannot be rebuilt: %s refused: %s"
                  .formatted(request.toString().strip(), refused.getMessage()),
              refused);
        }
        LockSupport.parkNanos(200_000_000);
      }
    }
  }
}
