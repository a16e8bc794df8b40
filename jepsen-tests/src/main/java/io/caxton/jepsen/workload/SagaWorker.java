package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Grant;
import io.caxton.v1.TaskState;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Claims the tasks of sagas, and does one of these with each: completes it, fails it, or dies over
 * it, which is: forgets it.
 */
final class SagaWorker {
  private static final int LEASE_MILLIS = 1_000;
  private static final int WAIT_MILLIS = 100;

  /** Longer than one and a half leases and any backoff. */
  private static final long EMPTY_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(4_000);

  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(50);

  private final Caller caller;
  private final GrantedTasks agent;
  private final String queue;
  private final Random random;

  SagaWorker(Caller caller, GrantedTasks agent, String queue, Random random) {
    this.caller = caller;
    this.agent = agent;
    this.queue = queue;
    this.random = random;
  }

  void step() {
    claim()
        .ifPresent(
            grant -> {
              int dice = random.nextInt(100);
              if (dice < 75) {
                call("complete", grant, false);
              } else if (dice < 90) {
                // A final failure of a compensation would hold it.
                call("fail", grant, grant.getCompensatesTaskId().isEmpty());
              }
            });
  }

  private Optional<Grant> claim() {
    ClaimTasksRequest request =
        ClaimTasksRequest.newBuilder()
            .addQueues(queue)
            .setMaxTasks(1)
            .setLeaseMillis(LEASE_MILLIS)
            .setWaitMillis(WAIT_MILLIS)
            .build();
    return caller
        .change(
            "claim",
            queue,
            null,
            () -> CaxtonException.join(agent.claim(request)).getGrantsList().stream().findFirst(),
            grant ->
                grant
                    .map(g -> Operation.map("task", g.getTaskId(), "token", g.getFence()))
                    .orElse(null))
        .flatMap(grant -> grant);
  }

  private void call(String f, Grant grant, boolean last) {
    String[] parts = grant.getTaskId().split("/");
    caller.change(
        f,
        parts[0],
        Operation.map(
            "step", Long.parseLong(parts[1]), "undo", parts.length > 2, "token", grant.getFence()),
        () -> answer(f, grant, last),
        result -> Operation.map("result", result));
  }

  private String answer(String f, Grant grant, boolean last) {
    CompletableFuture<TaskState> call =
        f.equals("complete")
            ? agent.complete(grant, ByteString.EMPTY)
            : agent.fail(grant, "as it happens", last);
    try {
      CaxtonException.join(call);
      return "ok";
    } catch (CaxtonException failure) {
      if (failure.definite()) {
        switch (failure.reason()) {
          case LEASE_LOST -> {
            return "stale";
          }
          case TASK_FINISHED, NOT_FOUND -> {
            return "already";
          }
          default -> {}
        }
      }
      throw failure;
    }
  }

  /** Completes all that comes; ends when nothing has come for long enough. */
  void drain() {
    long until = System.nanoTime() + DRAIN_NANOS;
    long lastGrant = System.nanoTime();
    while (System.nanoTime() - until < 0) {
      Optional<Grant> grant = claim();
      if (grant.isPresent() || !caller.lastIsKnown()) {
        lastGrant = System.nanoTime();
      } else if (System.nanoTime() - lastGrant > EMPTY_FOR_NANOS) {
        return;
      }
      grant.ifPresent(granted -> call("complete", granted, false));
    }
  }
}
