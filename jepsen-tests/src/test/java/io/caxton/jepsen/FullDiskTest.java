package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.checker.ReplicaAgreement;
import io.caxton.jepsen.checker.StoredTasks;
import io.caxton.jepsen.node.SmallDisk;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.TaskState;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class FullDiskTest {
  private static final long SMALL_MEGABYTES = 40;
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final ByteString PAYLOAD = ByteString.copyFrom(new byte[256 << 10]);

  @RegisterExtension final Clusters clusters = new Clusters();

  @ParameterizedTest(name = "leader: {0}")
  @ValueSource(booleans = {true, false})
  void shouldLoseNothingWhenANodesDiskIsFullAndTakeItBackWhenThereIsSpace(boolean leader) {
    // given a node on a small disk
    Needs.root();
    TestCluster cluster = clusters.of(3);
    SmallDisk disk =
        clusters.closing(SmallDisk.of(clusters.folder().resolve("disk"), SMALL_MEGABYTES));
    cluster.set("disk-free-bytes-min", 0);
    TestNode small = cluster.nodes().getFirst();
    small.set("data-dir", disk.mount().resolve("data"));
    cluster.start();
    cluster.transferLeadershipTo(leader ? small : cluster.node("n2"));
    CaxtonClient client = clusters.closing(cluster.client());

    // when more is written than it holds
    Set<String> acknowledged = new HashSet<>();
    for (int i = 0;
        acknowledged.size() * (long) PAYLOAD.size() < 2 * (SMALL_MEGABYTES << 20);
        i++) {
      try {
        NewTask task =
            NewTask.newBuilder().setId("t" + i).setQueue("full").setPayload(PAYLOAD).build();
        CaxtonException.join(client.tasks().submit(task));
        acknowledged.add("t" + i);
      } catch (CaxtonException refused) {
        assertThat(i).as("given up after " + refused).isLessThan(2_000);
      }
    }

    // then it has stopped by itself, the others went on, and nothing is lost
    assertThat(small.awaitEnd(Duration.ofSeconds(20)))
        .as("the node on the full disk ends")
        .isPresent();
    System.out.printf(
        "full disk: exit code %d, %d acknowledged%n",
        small.awaitEnd(Duration.ZERO).getAsInt(), acknowledged.size());
    assertThat(StoredTasks.of(client, "full").keySet()).containsAll(acknowledged);

    // and with more space it comes back and catches up
    disk.resize(1_000);
    small.start();
    cluster.awaitAllReady();
    ReplicaAgreement.check(cluster.nodes().stream().map(TestNode::raw).toList());
    cluster.transferLeadershipTo(small);
    assertThat(StoredTasks.of(client, "full").keySet()).containsAll(acknowledged);
  }

  @Test
  void shouldRefuseNewWorkAndFinishTheOldWhenTheDiskIsNearlyFull() {
    // given work in hand, and a bound on free space that no disk meets after a restart
    TestCluster cluster = clusters.of(1).start();
    CaxtonClient client = clusters.closing(cluster.client());
    Ask ask = new Ask(client);
    GrantedTasks agent = ask.agent("a1", LEASE);
    ask.submit("t1", "low");
    Grant grant = Ask.claim(agent, "low", 1, LEASE, Duration.ofSeconds(5)).getFirst();
    cluster.killAll();
    cluster.set("disk-free-bytes-min", 1_000_000_000_000L);
    cluster.restartDown();

    // when somebody submits, then it is refused for good
    CaxtonException refused =
        Awaitility.await()
            .atMost(Clusters.PATIENCE)
            .until(
                () ->
                    catchThrowableOfType(
                        CaxtonException.class,
                        () -> {
                          try (CaxtonClient hasty =
                              cluster.client(b -> b.callTimeout(Duration.ofSeconds(1)))) {
                            new Ask(hasty).submit("t2", "low");
                          }
                        }),
                failure -> failure != null && failure.reason() == ErrorReason.DISK_LOW);
    assertThat(refused.definite()).isTrue();

    // while work in hand is finished, and reads go on
    Ask.complete(agent, grant);
    assertThat(ask.task("t1").getState()).isEqualTo(TaskState.TASK_STATE_COMPLETED);
  }
}
