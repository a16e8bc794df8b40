package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Grant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Claims tasks of one queue and decides for each what becomes of it: done at once, failed, renewed
 * first, given back, held for longer than its lease, or forgotten. Tries old tokens again.
 */
final class TaskWorker {
  private static final int HELD_MAX = 6;
  private static final int OLD_MAX = 200;
  private static final int LEASE_MAX_MILLIS = 3_000;
  private static final int FAILS_PERCENT = 22;
  private static final int DIES_PERCENT = 8;

  /** Longer than one and a half of the longest lease, see TaskRules. */
  private static final int EMPTY_FOR_MILLIS = 6_000;

  /** One thing to do with a grant. */
  private record Plan(String f, Grant grant) {}

  private final Caller caller;
  private final GrantedTasks agent;
  private final String queue;
  private final Random random;
  private final boolean failing;
  private final Claims claims;
  private final Agenda<Plan> plans = new Agenda<>();
  private final List<Grant> old = new ArrayList<>();

  /**
   * @param failing attempts fail, some for good
   */
  TaskWorker(Caller caller, GrantedTasks agent, String queue, boolean failing, Random random) {
    this.caller = caller;
    this.agent = agent;
    this.queue = queue;
    this.random = random;
    this.failing = failing;
    claims = new Claims(caller, agent, queue);
  }

  void step() {
    Optional<Plan> next = plans.due();
    if (next.isPresent()) {
      call(next.get().f(), next.get().grant());
    } else if (!old.isEmpty() && random.nextInt(12) == 0) {
      tryAnOldOne();
    } else if (plans.size() < HELD_MAX) {
      claims.one(1_000 * (1 + random.nextInt(LEASE_MAX_MILLIS / 1_000))).ifPresent(this::plan);
    }
  }

  private void plan(Grant grant) {
    int lease = grant.getLeaseMillis();
    int dice = random.nextInt(100);
    if (failing && dice < FAILS_PERCENT) {
      later(random.nextInt(200), dice < DIES_PERCENT ? "die" : "fail", grant);
    } else if (dice < 55) {
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
    plans.add(millis, new Plan(f, grant));
  }

  /** With a token that it had, or with one that nobody ever had. */
  private void tryAnOldOne() {
    Grant grant = old.get(random.nextInt(old.size()));
    if (random.nextInt(8) == 0) {
      grant = grant.toBuilder().setFence(grant.getFence() + 1_000_000_000_000L).build();
    }
    call(List.of("complete", "renew", "release").get(random.nextInt(3)), grant);
  }

  private void call(String f, Grant grant) {
    if (old.size() < OLD_MAX) {
      old.add(grant);
    } else {
      old.set(random.nextInt(OLD_MAX), grant);
    }
    caller.change(
        f,
        queue,
        Operation.map("task", grant.getTaskId(), "token", grant.getFence()),
        () -> answer(f, grant),
        result -> Operation.map("result", result));
  }

  private String answer(String f, Grant grant) {
    CompletableFuture<?> call =
        switch (f) {
          case "complete" -> agent.complete(grant, ByteString.EMPTY);
          case "release" -> agent.release(grant);
          case "fail" -> agent.fail(grant, "as it was told", false);
          case "die" -> agent.fail(grant, "for good", true);
          // Zero: as long as it was granted.
          default -> agent.extend(grant, Duration.ZERO);
        };
    return Claims.said(
        () -> {
          CaxtonException.join(call);
          return "ok";
        });
  }

  /** Completes all that comes; ends when nothing has come for long enough. */
  void drain() {
    claims.drain(LEASE_MAX_MILLIS, EMPTY_FOR_MILLIS, grant -> call("complete", grant));
  }
}
