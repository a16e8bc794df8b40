package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Grant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Claims tasks of one queue and decides for each what becomes of it: done at once, renewed first,
 * given back, held for longer than its lease, or forgotten. Tries old tokens again.
 */
final class TaskWorker {
  private static final int HELD_MAX = 6;
  private static final int OLD_MAX = 200;
  private static final int WAIT_MILLIS = 100;
  private static final int LEASE_MAX_MILLIS = 3_000;

  /** Longer than one and a half of the longest lease, see TaskRules. */
  private static final long EMPTY_FOR_NANOS = TimeUnit.MILLISECONDS.toNanos(6_000);

  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(50);

  /** One thing to do with a grant, not before its time. */
  private record Plan(long atNanos, String f, Grant grant) {}

  private final Caller caller;
  private final GrantedTasks agent;
  private final String queue;
  private final Random random;
  private final PriorityQueue<Plan> plans =
      new PriorityQueue<>(Comparator.comparingLong(Plan::atNanos));
  private final List<Grant> old = new ArrayList<>();

  TaskWorker(Caller caller, GrantedTasks agent, String queue, Random random) {
    this.caller = caller;
    this.agent = agent;
    this.queue = queue;
    this.random = random;
  }

  void step() {
    Plan next = plans.peek();
    if (next != null && System.nanoTime() - next.atNanos() >= 0) {
      plans.remove();
      call(next.f(), next.grant());
    } else if (!old.isEmpty() && random.nextInt(12) == 0) {
      tryAnOldOne();
    } else if (plans.size() < HELD_MAX) {
      claim(1_000 * (1 + random.nextInt(LEASE_MAX_MILLIS / 1_000))).ifPresent(this::plan);
    }
  }

  private void plan(Grant grant) {
    int lease = grant.getLeaseMillis();
    int dice = random.nextInt(100);
    if (dice < 55) {
      later(random.nextInt(100), "complete", grant);
    } else if (dice < 68) {
      later(lease / 2, "renew", grant);
      later(lease + lease / 4, "complete", grant);
    } else if (dice < 80) {
      later(random.nextInt(200), "release", grant);
      later(200 + random.nextInt(400), "complete", grant);
    } else if (dice < 90) {
      // Right at the end of the lease: either may win.
      later(lease - 50 + random.nextInt(150), "complete", grant);
    } else if (dice < 96) {
      later(lease + 200 + random.nextInt(lease), "complete", grant);
    } else {
      old.add(grant);
    }
  }

  private void later(int millis, String f, Grant grant) {
    plans.add(new Plan(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), f, grant));
  }

  /** With a token that it had, or with one that nobody ever had. */
  private void tryAnOldOne() {
    Grant grant = old.get(random.nextInt(old.size()));
    if (random.nextInt(8) == 0) {
      grant = grant.toBuilder().setFence(grant.getFence() + 1_000_000_000_000L).build();
    }
    call(List.of("complete", "renew", "release").get(random.nextInt(3)), grant);
  }

  private Optional<Grant> claim(int leaseMillis) {
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
            grant -> grant.map(TaskWorker::shown).orElse(null))
        .flatMap(grant -> grant);
  }

  private static Object shown(Grant grant) {
    return Operation.map(
        "task", grant.getTaskId(), "token", grant.getFence(), "lease_ms", grant.getLeaseMillis());
  }

  private boolean call(String f, Grant grant) {
    if (old.size() < OLD_MAX) {
      old.add(grant);
    } else {
      old.set(random.nextInt(OLD_MAX), grant);
    }
    return caller
        .change(
            f,
            queue,
            Operation.map("task", grant.getTaskId(), "token", grant.getFence()),
            () -> answer(f, grant),
            result -> Operation.map("result", result))
        .isPresent();
  }

  private String answer(String f, Grant grant) {
    CompletableFuture<?> call =
        switch (f) {
          case "complete" -> agent.complete(grant, ByteString.EMPTY);
          case "release" -> agent.release(grant);
          // Zero: as long as it was granted.
          default -> agent.extend(grant, Duration.ZERO);
        };
    try {
      CaxtonException.join(call);
      return "ok";
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

  /** Completes all that comes; ends when nothing has come for long enough. */
  void drain() {
    long until = System.nanoTime() + DRAIN_NANOS;
    long lastGrant = System.nanoTime();
    while (System.nanoTime() - until < 0) {
      Optional<Grant> grant = claim(LEASE_MAX_MILLIS);
      if (grant.isPresent() || !caller.lastIsKnown()) {
        lastGrant = System.nanoTime();
      } else if (System.nanoTime() - lastGrant > EMPTY_FOR_NANOS) {
        return;
      }
      grant.ifPresent(granted -> call("complete", granted));
    }
  }
}
