package io.caxton.jepsen.workload;

import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Grant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Claims tasks of one queue, one at a time, and tells what became of calls under a grant. */
record Claims(Caller caller, GrantedTasks agent, String queue) {
  private static final int WAIT_MILLIS = 100;
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(50);

  Optional<Grant> one(int leaseMillis) {
    ClaimTasksRequest request =
        ClaimTasksRequest.newBuilder()
            .addQueues(queue)
            .setMaxTasks(1)
            .setLeaseMillis(leaseMillis)
            .setWaitMillis(WAIT_MILLIS)
            .build();
    return caller
        .change(
            "claim",
            queue,
            null,
            () -> CaxtonException.join(agent.claim(request)).getGrantsList().stream().findFirst(),
            grant -> grant.map(Claims::shown).orElse(null))
        .flatMap(grant -> grant);
  }

  private static Object shown(Grant grant) {
    return Operation.map(
        "task", grant.getTaskId(), "token", grant.getFence(), "lease_ms", grant.getLeaseMillis());
  }

  /** After the faults: works on all that comes, until nothing has come for so long. */
  void drain(int leaseMillis, int emptyForMillis, Consumer<Grant> work) {
    long emptyForNanos = TimeUnit.MILLISECONDS.toNanos(emptyForMillis);
    long until = System.nanoTime() + DRAIN_NANOS;
    long last = System.nanoTime();
    while (System.nanoTime() - until < 0 && System.nanoTime() - last <= emptyForNanos) {
      Optional<Grant> grant = one(leaseMillis);
      if (grant.isPresent() || !caller.lastIsKnown()) {
        last = System.nanoTime();
      }
      grant.ifPresent(work);
    }
  }

  /** What the call says, or that its token is no longer good. */
  static String said(Supplier<String> call) {
    try {
      return call.get();
    } catch (CaxtonException failure) {
      if (failure.definite()) {
        switch (failure.reason()) {
          case LEASE_LOST -> {
            return "stale";
          }
          case TASK_FINISHED -> {
            return "already";
          }
          default -> {}
        }
      }
      throw failure;
    }
  }
}
