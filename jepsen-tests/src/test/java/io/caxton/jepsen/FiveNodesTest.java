package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.client.CaxtonClient;
import io.caxton.jepsen.checker.ReplicaAgreement;
import io.caxton.jepsen.checker.StoredTasks;
import io.caxton.jepsen.checker.TaskChecker;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import io.caxton.jepsen.workload.Submitters;
import io.caxton.jepsen.workload.TaskLedger;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class FiveNodesTest {
  private static final String QUEUE = "five";

  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldServeWithTwoOfFiveDownAndNotWithThree() {
    // given five nodes under load
    TestCluster cluster = clusters.of(5).start();
    CaxtonClient client = clusters.closing(cluster.client());
    TaskLedger ledger = new TaskLedger();
    Submitters submitters =
        new Submitters(client, QUEUE, ledger, 4, 1_000_000, Duration.ofMillis(5));
    await(ledger, 200);

    // when the leader and another one are killed, then it goes on
    TestNode leader = cluster.awaitLeader();
    TestNode follower = cluster.anyFollower();
    leader.killAsync();
    follower.kill();
    leader.kill();
    await(ledger, 200);

    // when a third one is, then nothing is acknowledged any more
    TestNode third = cluster.anyFollower();
    third.kill();
    Awaitility.await()
        .until(() -> cluster.nodes().stream().filter(TestNode::isAlive).noneMatch(this::leads));
    int before = ledger.submitted().size();
    Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    assertThat(ledger.submitted()).hasSize(before);

    // and when they are back, it is again, and nothing is missing
    List.of(leader, follower, third).forEach(TestNode::start);
    await(ledger, 200);
    submitters.close();
    cluster.awaitAllReady();
    assertThat(
            TaskChecker.faults(ledger, StoredTasks.of(client, QUEUE), new Ask(client).queue(QUEUE)))
        .isEmpty();
    ReplicaAgreement.check(cluster.nodes().stream().map(TestNode::raw).toList());
  }

  private boolean leads(TestNode node) {
    return node.raw().view().filter(view -> view.getReady()).isPresent();
  }

  private static void await(TaskLedger ledger, int more) {
    int enough = ledger.submitted().size() + more;
    Awaitility.await()
        .atMost(Clusters.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> ledger.submitted().size() >= enough);
  }
}
