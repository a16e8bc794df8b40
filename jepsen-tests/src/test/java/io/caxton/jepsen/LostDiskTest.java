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
import io.caxton.v1.GetNodeResponse;
import io.caxton.v1.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node whose disk is lost never votes again, and another takes its place; docs/operating.md. */
@Tag("slow")
class LostDiskTest {
  private static final int REFUSED = 3;
  private static final String QUEUE = "lost";

  @RegisterExtension final Clusters clusters = new Clusters();

  private final TaskLedger ledger = new TaskLedger();

  @Test
  void shouldReplaceANodeThatLostItsDiskUnderLoad() {
    // given a cluster that keeps hardly any log behind its snapshots, and a load on it
    TestCluster cluster =
        clusters.of(3).set("snapshot-log-bytes", 100_000).set("log-entries-kept", 0).start();
    CaxtonClient client = clusters.closing(cluster.client());
    Submitters submitters =
        new Submitters(client, QUEUE, ledger, 4, 1_000_000, Duration.ofMillis(5));
    awaitSubmits(500);

    // when a node is killed and its disk is lost
    TestNode loser = cluster.awaitLeader();
    loser.kill();
    delete(loser.dataDir());
    cluster.awaitLeaderOtherThan(loser);
    awaitSubmits(500);

    // then it does not start, whatever it is told, and has not begun a log
    refuses(loser, Map.of(), "is empty");
    refuses(loser, Map.of("bootstrap", "true"), "exists already");
    refuses(loser, Map.of("join", "true"), "is a member already");

    // when another one is started and takes its place, as the documentation says
    TestNode fresh = cluster.join("n4", clusters.folder());
    Cli cli = new Cli(clusters.folder());
    String addresses = "--addresses=" + String.join(",", cluster.clientAddresses());
    Cli.Result added =
        cli.run(
            "cluster",
            "add",
            "n4",
            "--client-address=" + fresh.addresses().client(),
            "--raft-address=" + fresh.addresses().raft(),
            addresses);
    assertThat(added.succeeded().output()).contains("n4 votes");
    cluster.forget(loser);
    assertThat(cli.run("cluster", "remove", loser.id(), addresses).succeeded().output())
        .contains("is no member any more");

    // then it came by a snapshot, and there are three voters
    assertThat(view(fresh).getSnapshotsInstalled()).isPositive();
    assertThat(view(cluster.awaitLeader()).getMembersList())
        .extracting(NodeAddress::getNodeId)
        .containsExactlyInAnyOrderElementsOf(cluster.nodes().stream().map(TestNode::id).toList());
    assertThat(view(cluster.awaitLeader()).getMembersList()).noneMatch(NodeAddress::getListener);

    // and it counts: one of the old ones may go, and all may restart
    awaitSubmits(200);
    TestNode old = cluster.nodes().stream().filter(n -> n != fresh).findFirst().orElseThrow();
    old.kill();
    awaitSubmits(200);
    cluster.restartDown();
    cluster.killAll();
    cluster.restartDown();
    awaitSubmits(200);
    submitters.close();
    assertWhole(cluster, client);
  }

  @Test
  void shouldNotVoteWithAnEmptyDiskWhenItIsTheFirstOneUpAfterAPowerCut() {
    // given a cluster with acknowledged tasks, all down at once, and one disk is lost
    TestCluster cluster = clusters.of(3).start();
    CaxtonClient client = clusters.closing(cluster.client());
    new Submitters(client, QUEUE, ledger, 4, 400, Duration.ZERO).join();
    TestNode loser = cluster.anyFollower();
    cluster.killAll();
    delete(loser.dataDir());

    // when it comes up first, by a start script that still says --bootstrap, and the others later
    loser.set("bootstrap", true).start();
    Awaitility.await().until(() -> loser.lastWords(50).contains("waiting for"));
    assertThat(loser.dataDir().resolve("identity")).doesNotExist();
    cluster.nodes().stream().filter(node -> node != loser).forEach(TestNode::start);

    // then it hears that the cluster exists and leaves; the others go on with all they had
    assertThat(loser.awaitEnd(Duration.ofSeconds(30))).hasValue(REFUSED);
    assertThat(loser.lastWords(3)).contains("exists already").contains("--join");
    assertNoLog(loser);
    cluster.forget(loser);
    assertWhole(cluster, client);
  }

  private void refuses(TestNode node, Map<String, String> told, String because) {
    assertThat(node.startRefused(told)).as(node.lastWords(9)).isEqualTo(REFUSED);
    assertThat(node.lastWords(3)).contains(because).contains("new node id and --join");
    assertNoLog(node);
  }

  /** Where there is no log there was no term, and no vote. */
  private static void assertNoLog(TestNode node) {
    assertThat(node.dataDir().resolve("identity")).doesNotExist();
    Path raft = node.dataDir().resolve("raft");
    if (Files.exists(raft)) {
      assertThat(raft).isEmptyDirectory();
    }
  }

  private void assertWhole(TestCluster cluster, CaxtonClient client) {
    cluster.awaitAllReady();
    System.out.println(ledger);
    assertThat(
            TaskChecker.faults(ledger, StoredTasks.of(client, QUEUE), new Ask(client).queue(QUEUE)))
        .isEmpty();
    ReplicaAgreement.check(cluster.nodes().stream().map(TestNode::raw).toList());
  }

  private void awaitSubmits(int more) {
    int enough = ledger.submitted().size() + more;
    Awaitility.await()
        .atMost(Clusters.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> ledger.submitted().size() >= enough);
  }

  private static GetNodeResponse view(TestNode node) {
    return node.raw().view().orElseThrow();
  }

  private static void delete(Path tree) {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
