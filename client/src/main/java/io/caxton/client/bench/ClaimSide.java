package io.caxton.client.bench;

import com.google.protobuf.ByteString;
import io.caxton.client.AgentEpoch;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.v1.Grant;
import io.caxton.v1.NewTask;
import io.caxton.v1.Queue;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.SubmitTasksResponse;
import io.caxton.v1.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One of two systems of which the same claims are asked. */
final class ClaimSide {
  private static final int CLAIMERS = 16;
  private static final int LEASE_MILLIS = 3_600_000;
  private static final int CALLS_AT_ONCE = 8;
  private static final int BATCH = 1_000;

  private final BenchHome home;
  private final int queues;
  private final ByteString payload;
  private final GrantedTasks agent;

  /** Begins the queues, which keep next to nothing of what has ended. */
  ClaimSide(BenchHome home, int queues, ByteString payload) {
    this.home = home;
    this.queues = queues;
    this.payload = payload;
    CaxtonClient client = home.client();
    agent =
        client
            .tasks()
            .of(
                AgentEpoch.of(
                    CaxtonException.join(
                        client
                            .agents()
                            .register(
                                RegisterAgentRequest.newBuilder()
                                    .setAgentId("claimer")
                                    .setLeaseMillis(LEASE_MILLIS)
                                    .build()))));
    List<CompletableFuture<Queue>> puts = new ArrayList<>();
    for (int i = 0; i < queues; i++) {
      puts.add(
          client
              .queues()
              .put(
                  Queue.newBuilder()
                      .setName(queue(i))
                      .setRetentionTasks(1)
                      .setLeaseMillis(LEASE_MILLIS)
                      .build()));
    }
    puts.forEach(CaxtonException::join);
  }

  private static String queue(int number) {
    return "claims-" + number;
  }

  /** Submits so many tasks, one queue after the other. */
  void fill(int tasks) {
    List<CompletableFuture<SubmitTasksResponse>> calls = new ArrayList<>();
    for (int from = 0; from < tasks; from += BATCH) {
      List<NewTask> batch = new ArrayList<>();
      for (int i = from; i < Math.min(tasks, from + BATCH); i++) {
        batch.add(NewTask.newBuilder().setQueue(queue(i % queues)).setPayload(payload).build());
      }
      calls.add(home.client().tasks().submitAll(batch));
      if (calls.size() == CALLS_AT_ONCE) {
        calls.forEach(CaxtonException::join);
        calls.clear();
      }
    }
    calls.forEach(CaxtonException::join);
  }

  /** Fills in as many tasks as are claimed; gives the servers' processor microseconds a claim. */
  double run(int claims) throws InterruptedException {
    fill(claims);
    Costs before = home.costs();
    List<Grant> grants = claim(claims);
    double seconds = home.costs().serverCpuSecondsSince(before);
    if (grants.size() != claims) {
      throw new IllegalStateException(
          "%d of %d claims were granted a task".formatted(grants.size(), claims));
    }
    List<CompletableFuture<TaskState>> completes = new ArrayList<>();
    grants.forEach(grant -> completes.add(agent.complete(grant, ByteString.EMPTY)));
    completes.forEach(CaxtonException::join);
    return seconds * 1e6 / claims;
  }

  /** One task a claim, from one queue after the other. */
  private List<Grant> claim(int claims) throws InterruptedException {
    List<List<Grant>> granted = new ArrayList<>();
    List<Thread> claimers = new ArrayList<>();
    for (int i = 0; i < CLAIMERS; i++) {
      int first = i;
      List<Grant> own = new ArrayList<>();
      granted.add(own);
      claimers.add(Thread.ofVirtual().start(() -> claim(first, claims, own)));
    }
    for (Thread claimer : claimers) {
      claimer.join();
    }
    return granted.stream().flatMap(List::stream).toList();
  }

  private void claim(int first, int claims, List<Grant> into) {
    for (int i = first; i < claims; i += CLAIMERS) {
      into.addAll(
          CaxtonException.join(agent.claim(1, Duration.ZERO, queue(i % queues))).getGrantsList());
    }
  }
}
