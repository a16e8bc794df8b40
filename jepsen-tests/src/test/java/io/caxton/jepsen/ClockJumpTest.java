package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.GrantedTasks;
import io.caxton.client.agent.Agent;
import io.caxton.jepsen.node.NodeShim;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import io.caxton.v1.AgentState;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class ClockJumpTest {
  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final int TASKS = 24;
  private static final int RACERS = 3;

  /** A handler lasts longer than a lease, which must be extended over the jump and the failover. */
  private static final long WORK_MILLIS = 6_000;

  @RegisterExtension final Clusters clusters = new Clusters();

  private final Map<String, Queue<long[]>> runs = new ConcurrentHashMap<>();
  private final List<String> stopped = new CopyOnWriteArrayList<>();

  @ParameterizedTest(name = "by {0} h")
  @ValueSource(ints = {1, -1})
  void shouldEndNoLeaseEarlyAndNewOnesOnTimeWhenTheLeadersClockJumpsAndItFails(int hours) {
    // given agents at work, a lease that nobody renews, and a task with a wall-clock deadline
    NodeShim shim = Needs.nodeShim(clusters.folder());
    TestCluster cluster = clusters.of(3);
    cluster.nodes().forEach(node -> node.withShim(shim.controlFor(node.id())));
    cluster.start();
    CaxtonClient client = clusters.closing(cluster.client());
    Ask ask = new Ask(client);
    for (int i = 0; i < TASKS; i++) {
      ask.submit("work-" + i, "work");
    }
    NewTask wallBound =
        NewTask.newBuilder()
            .setId("within-10-minutes")
            .setQueue("nobody-claims")
            .setDeadlineWallMillis(System.currentTimeMillis() + 600_000)
            .build();
    ask.submit(wallBound);
    for (int i = 0; i < RACERS; i++) {
      clusters.closing(racer(client, "racer-" + i));
    }
    GrantedTasks silent = ask.agent("silent", Duration.ofMinutes(10));
    ask.submit("kept", "kept");
    Duration keptLease = Duration.ofSeconds(40);
    Ask.claim(silent, "kept", 1, keptLease, Duration.ofSeconds(5)).getFirst();
    final long keptSince = System.nanoTime();
    Awaitility.await().until(() -> runs.size() >= RACERS);

    // when the leader's clock jumps, and then it dies
    TestNode old = cluster.awaitLeader();
    old.shim().jumpTo(Duration.ofHours(hours));
    assertThat(wallOffset(old)).isCloseTo(Duration.ofHours(hours), Duration.ofSeconds(20));
    workOn(ask, Duration.ofSeconds(4));
    old.kill();
    cluster.awaitLeaderOtherThan(old);
    workOn(ask, Duration.ofSeconds(3));
    assertThat(ask.task("kept").getState())
        .as("%d ms into its lease", (System.nanoTime() - keptSince) / 1_000_000)
        .isEqualTo(TaskState.TASK_STATE_RUNNING);
    // One clock at a time: where two of three agree, they are right.
    old.shim().jumpTo(Duration.ZERO);
    old.start();
    cluster.awaitAllReady();
    cluster.awaitLeader().shim().jumpTo(Duration.ofHours(hours));
    workOn(ask, Duration.ofSeconds(2));

    // then nothing ran twice, and what was not extended ended on time
    assertThat(ask.task("within-10-minutes").getState()).isEqualTo(TaskState.TASK_STATE_PENDING);
    Awaitility.await()
        .atMost(Clusters.PATIENCE)
        .until(() -> ask.queue("work").getCompletedTotal() == TASKS);
    for (int i = 0; i < TASKS; i++) {
      Task task = ask.task("work-" + i);
      assertThat(task.getAttemptsCharged()).as(task.getId()).isZero();
      assertThat(runs.get(task.getId())).as(task.getId()).hasSize(1);
    }
    assertThat(stopped).isEmpty();
    leaseEndsOnTime(ask, silent);
  }

  /** How far the node itself says it is off. */
  private static Duration wallOffset(TestNode node) {
    long wallMillis = node.raw().view().orElseThrow().getWallMillis();
    return Duration.ofMillis(wallMillis - System.currentTimeMillis());
  }

  /** Lets time pass, and looks all the while that nobody is lost. */
  private void workOn(Ask ask, Duration howLong) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(200))
        .during(howLong)
        .atMost(howLong.plusSeconds(20))
        .until(
            () -> {
              for (int i = 0; i < RACERS; i++) {
                assertThat(ask.agent("racer-" + i).getState())
                    .isEqualTo(AgentState.AGENT_STATE_RUNNING);
              }
              return true;
            });
  }

  private static void leaseEndsOnTime(Ask ask, GrantedTasks silent) {
    ask.submit("left", "left");
    Duration lease = Duration.ofSeconds(2);
    Grant grant = Ask.claim(silent, "left", 1, lease, Duration.ofSeconds(5)).getFirst();
    long since = System.nanoTime();
    Awaitility.await()
        .atMost(Clusters.PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> ask.task("left").getState() == TaskState.TASK_STATE_PENDING);
    long lasted = (System.nanoTime() - since) / 1_000_000;
    System.out.printf("a lease of %s ended after %d ms%n", lease, lasted);
    assertThat(grant.getLeaseMillis()).isEqualTo((int) lease.toMillis());
    assertThat(lasted).isBetween(lease.toMillis() - 250, lease.toMillis() + 1_500);
  }

  private Agent racer(CaxtonClient client, String id) {
    return Agent.builder(client)
        .id(id)
        .queues("work")
        .concurrency(2)
        .lease(LEASE)
        .taskLease(LEASE)
        .handler(
            task -> {
              long began = System.nanoTime();
              runs.computeIfAbsent(task.taskId(), x -> new ConcurrentLinkedQueue<>())
                  .add(new long[] {task.fence(), began});
              Thread.sleep(WORK_MILLIS);
              return ByteString.EMPTY;
            })
        .onStopped(
            reason -> {
              if (reason.kind() != io.caxton.client.agent.StopReason.Kind.CLOSED) {
                stopped.add(id + ": " + reason);
              }
            })
        .start();
  }
}
