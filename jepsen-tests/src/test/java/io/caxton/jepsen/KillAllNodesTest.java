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
import io.caxton.jepsen.workload.Workers;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class KillAllNodesTest {
  private static final int KILLS = Integer.getInteger("caxton.rounds", 10);
  private static final String QUEUE = "killed";

  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldLoseNothingAndApplyNothingTwiceWhenAllNodesAreKilledUnderLoad() {
    // given a cluster that writes snapshots often, and a load on it
    TestCluster cluster = clusters.of(3).set("snapshot-log-bytes", 300_000).start();
    CaxtonClient submitting = clusters.closing(cluster.client());
    CaxtonClient working = clusters.closing(cluster.client());
    TaskLedger ledger = new TaskLedger();
    Submitters submitters =
        new Submitters(submitting, QUEUE, ledger, 8, 60_000, Duration.ofMillis(2));
    Workers workers = new Workers(working, QUEUE, ledger, 4);

    // when all nodes are killed again and again
    for (int i = 0; i < KILLS; i++) {
      int enough = ledger.submitted().size() + 200 + clusters.random().nextInt(2_000);
      Awaitility.await()
          .atMost(Clusters.PATIENCE)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> ledger.submitted().size() >= enough);
      cluster.killAll();
      cluster.nodes().forEach(TestNode::start);
      cluster.awaitAllReady();
    }
    submitters.close();
    workers.close();

    // then what was acknowledged is there, once
    System.out.println("killed all nodes " + KILLS + " times: " + ledger);
    assertThat(
            TaskChecker.faults(
                ledger, StoredTasks.of(submitting, QUEUE), new Ask(submitting).queue(QUEUE)))
        .isEmpty();
    assertThat(ledger.unknownCount()).isLessThan(ledger.submitted().size() / 20);
    ReplicaAgreement.check(cluster.nodes().stream().map(TestNode::raw).toList());
  }
}
