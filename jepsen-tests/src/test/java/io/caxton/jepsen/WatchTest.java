package io.caxton.jepsen;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.Watch;
import io.caxton.client.WatchListener;
import io.caxton.jepsen.checker.StoredTasks;
import io.caxton.jepsen.client.RawError;
import io.caxton.jepsen.node.TestCluster;
import io.caxton.jepsen.node.TestNode;
import io.caxton.jepsen.workload.Submitters;
import io.caxton.jepsen.workload.TaskLedger;
import io.caxton.jepsen.workload.Workers;
import io.caxton.v1.Change;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Noun;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import io.caxton.v1.WatchRequest;
import io.caxton.v1.WatchResponse;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class WatchTest {
  private static final String QUEUE = "watched";
  private static final int KILLS = 4;

  @RegisterExtension final Clusters clusters = new Clusters();

  @Test
  void shouldGiveEveryChangeOnceAndInOrderWhileLeadersAreKilled() {
    // given a watch, and a load on what it watches
    TestCluster cluster = clusters.of(3).start();
    CaxtonClient client = clusters.closing(cluster.client());
    CaxtonClient watching = clusters.closing(cluster.client());
    Seen seen = new Seen();
    Watch watch =
        clusters.closing(
            watching.watch(
                WatchRequest.newBuilder().addNouns(Noun.NOUN_TASK).setQueue(QUEUE).build(), seen));
    watch.started().orTimeout(10, TimeUnit.SECONDS).join();
    TaskLedger ledger = new TaskLedger();
    Workers workers = clusters.closing(new Workers(client, QUEUE, ledger, 2));
    Submitters submitters =
        clusters.closing(new Submitters(client, QUEUE, ledger, 4, 8_000, Duration.ofMillis(2)));

    // when leaders are killed, and nodes that serve the watch
    for (int i = 0; i < KILLS; i++) {
      int enough = ledger.submitted().size() + 300;
      Awaitility.await().atMost(Clusters.PATIENCE).until(() -> ledger.submitted().size() >= enough);
      TestNode victim = i % 2 == 0 ? cluster.awaitLeader() : cluster.anyFollower();
      victim.kill();
      cluster.awaitLeader();
      victim.start();
      cluster.awaitAllReady();
    }
    submitters.close();
    Awaitility.await()
        .atMost(Clusters.PATIENCE)
        .until(
            () -> {
              var queue = new Ask(client).queue(QUEUE);
              return queue.getCompletedTotal() == queue.getSubmittedTotal();
            });
    workers.close();

    // then every task was seen from submit to completion, each change once
    Map<String, Task> stored = StoredTasks.of(client, QUEUE);
    Awaitility.await()
        .atMost(Clusters.PATIENCE)
        .until(() -> seen.faults.size() > 0 || seen.completedCount() >= stored.size());
    assertThat(seen.faults).isEmpty();
    assertThat(seen.ended).isEmpty();
    stored.forEach(
        (id, task) -> {
          List<Task> life = seen.lives().get(id);
          assertThat(life).as(id).isNotNull();
          List<TaskState> states = life.stream().map(Task::getState).toList();
          // A release goes back to PENDING, so: PENDING (RUNNING PENDING)* RUNNING COMPLETED.
          assertThat(states.getFirst()).as(id).isEqualTo(TaskState.TASK_STATE_PENDING);
          assertThat(states.getLast()).as(id).isEqualTo(TaskState.TASK_STATE_COMPLETED);
          long granted =
              states.stream().filter(state -> state == TaskState.TASK_STATE_RUNNING).count();
          assertThat(states).as(id).hasSize((int) (2 * granted) + 1);
        });
    System.out.printf("watched %d changes over %d kills%n", seen.count, KILLS);
  }

  @Test
  void shouldSayCompactedWhenChangesAreNoLongerKept() {
    // given more changes than are kept
    TestCluster cluster = clusters.of(1).start();
    CaxtonClient client = clusters.closing(cluster.client());
    try (Submitters submitters =
        new Submitters(client, QUEUE, new TaskLedger(), 400, 70_000, Duration.ZERO)) {
      submitters.join();
    }

    // when somebody watches from the beginning
    TestNode node = cluster.awaitLeader();
    Iterator<WatchResponse> watch =
        node.raw()
            .watches()
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .watch(WatchRequest.newBuilder().setFromPosition(1).build());

    // then it is told from where on it may watch, and may do so
    RawError error = null;
    try {
      while (watch.hasNext()) {
        watch.next();
      }
    } catch (StatusRuntimeException refused) {
      error = RawError.of(refused);
    }
    assertThat(error).isNotNull();
    assertThat(error.reason()).isEqualTo(ErrorReason.COMPACTED);
    long first = Long.parseLong(error.facts().get("first_position"));
    WatchResponse next =
        node.raw()
            .watches()
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .watch(WatchRequest.newBuilder().setFromPosition(first).build())
            .next();
    assertThat(next.getPosition()).isGreaterThanOrEqualTo(first);
  }

  /** Checks order as changes come; one thread at a time calls it. */
  private static final class Seen implements WatchListener {
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, List<Task>> lives = new HashMap<>();
    private volatile Optional<CaxtonException> ended = Optional.empty();
    private long lastPosition;
    private int completed;
    private int count;

    @Override
    public synchronized void onChanges(List<Change> changes, long position) {
      for (Change change : changes) {
        count++;
        if (change.getPosition() < lastPosition) {
          faults.add("position " + change.getPosition() + " after " + lastPosition);
        }
        lastPosition = change.getPosition();
        Task task = change.getTask();
        List<Task> life = lives.computeIfAbsent(task.getId(), x -> new ArrayList<>());
        if (!life.isEmpty() && life.getLast().getRevision() >= task.getRevision()) {
          faults.add("again or late: " + task + " after " + life.getLast());
        }
        life.add(task);
        if (task.getState() == TaskState.TASK_STATE_COMPLETED) {
          completed++;
        }
      }
      if (position < lastPosition) {
        faults.add("cursor " + position + " below a change at " + lastPosition);
      }
    }

    synchronized int completedCount() {
      return completed;
    }

    synchronized Map<String, List<Task>> lives() {
      return new HashMap<>(lives);
    }

    @Override
    public void onEnd(CaxtonException failure) {
      ended = Optional.of(failure);
    }
  }
}
