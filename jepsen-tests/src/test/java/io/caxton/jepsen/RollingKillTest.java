package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonClient;
import io.caxton.client.agent.Agent;
import io.caxton.client.agent.StopReason;
import io.caxton.jepsen.checker.ReplicaAgreement;
import io.caxton.jepsen.checker.StoredTasks;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import io.caxton.jepsen.workload.Submitters;
import io.caxton.jepsen.workload.TaskLedger;
import io.caxton.v1.Queue;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class RollingKillTest {
  private static final int KILLS = Integer.getInteger("caxton.rounds", 8);
  private static final int AGENTS = 4;
  private static final String QUEUE = "rolling";

  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldCompleteEveryTaskOnceWhileOneLeaderAfterTheOtherIsKilled() {
    // given agents of the SDK at work, and somebody who submits
    TestCluster cluster = clusters.of(3).start();
    CaxtonClient client = clusters.closing(cluster.client());
    Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    List<StopReason> stopped = new CopyOnWriteArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      clusters.closing(agent(client, "agent-" + i, runs, stopped));
    }
    TaskLedger ledger = new TaskLedger();
    Submitters submitters = new Submitters(client, QUEUE, ledger, 4, 20_000, Duration.ofMillis(3));

    // when leaders are killed one after the other
    for (int i = 0; i < KILLS; i++) {
      int enough = ledger.submitted().size() + 100 + clusters.random().nextInt(400);
      Awaitility.await().atMost(Clusters.PATIENCE).until(() -> ledger.submitted().size() >= enough);
      TestNode leader = cluster.awaitLeader();
      leader.kill();
      cluster.awaitLeaderOtherThan(leader);
      leader.start();
      cluster.awaitAllReady();
    }
    submitters.close();

    // then every task is completed, once
    Ask ask = new Ask(client);
    Awaitility.await()
        .atMost(Clusters.PATIENCE)
        .until(
            () -> {
              Queue queue = ask.queue(QUEUE);
              return queue.getCompletedTotal() == queue.getSubmittedTotal();
            });
    Map<String, Task> stored = StoredTasks.of(client, QUEUE);
    System.out.printf("killed %d leaders: %s; %d stored%n", KILLS, ledger, stored.size());
    assertThat(ledger.faults()).isEmpty();
    assertThat(stored.keySet()).containsAll(ledger.submitted());
    assertThat(stored.size() - ledger.submitted().size()).isBetween(0, (int) ledger.unknownCount());
    assertThat(ask.queue(QUEUE).getCompletedTotal()).isEqualTo(stored.size());
    stored.forEach(
        (id, task) -> {
          assertThat(task.getState()).as(id).isEqualTo(TaskState.TASK_STATE_COMPLETED);
          // No time passes without a leader, so no lease ends in an election.
          assertThat(task.getAttemptsCharged()).as(id).isZero();
          assertThat(runs.get(id).get()).as("runs of " + id).isEqualTo(1);
        });
    assertThat(stopped).isEmpty();
    ReplicaAgreement.check(cluster.nodes().stream().map(TestNode::raw).toList());
  }

  private static Agent agent(
      CaxtonClient client, String id, Map<String, AtomicInteger> runs, List<StopReason> stopped) {
    return Agent.builder(client)
        .id(id)
        .queues(QUEUE)
        .concurrency(16)
        .lease(Duration.ofSeconds(10))
        .handler(
            task -> {
              runs.computeIfAbsent(task.taskId(), x -> new AtomicInteger()).incrementAndGet();
              return ByteString.copyFromUtf8("done " + task.fence());
            })
        .onStopped(
            reason -> {
              if (reason.kind() != StopReason.Kind.CLOSED) {
                stopped.add(reason);
              }
            })
        .start();
  }
}
