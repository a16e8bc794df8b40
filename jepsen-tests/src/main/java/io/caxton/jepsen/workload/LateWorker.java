package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Grant;
import io.caxton.v1.TaskState;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Works on tasks as their payload says: poison fails or is let go without a word, until it was
 * redriven and maybe cured; others come late, shortly after their lease or when somebody else may
 * have them. Never calls twice with one token.
 */
final class LateWorker {
  private static final int HELD_MAX = 8;
  private static final int LEASE_MIN_MILLIS = 500;

  /** Longer than one and a half leases and a backoff. */
  private static final int EMPTY_FOR_MILLIS = 4_000;

  /** One thing to do with a grant. */
  private record Plan(String f, boolean last, Grant grant) {}

  private final Caller caller;
  private final GrantedTasks agent;
  private final String queue;
  private final Random random;
  private final Claims claims;
  private final Agenda<Plan> plans = new Agenda<>();

  LateWorker(Caller caller, GrantedTasks agent, String queue, Random random) {
    this.caller = caller;
    this.agent = agent;
    this.queue = queue;
    this.random = random;
    claims = new Claims(caller, agent, queue);
  }

  void step() {
    Optional<Plan> next = plans.due();
    if (next.isPresent()) {
      act(next.get());
    } else if (plans.size() < HELD_MAX) {
      claims.one(LEASE_MIN_MILLIS + random.nextInt(LEASE_MIN_MILLIS)).ifPresent(this::plan);
    }
  }

  private void plan(Grant grant) {
    if (wasLost(grant)) {
      return;
    }
    DeadKind kind = DeadKind.of(grant.getPayload());
    int dice = random.nextInt(100);
    boolean cured = grant.getTaskId().startsWith("t-") && random.nextBoolean();
    if (kind == DeadKind.POISON && !cured) {
      if (dice < 80) {
        later(random.nextInt(100), "fail", dice < 8, grant);
      }
    } else if (kind.keepsOrder() || dice < 25) {
      later(random.nextInt(100), "complete", false, grant);
    } else if (dice < 85) {
      later(grant.getLeaseMillis() + 50 + random.nextInt(700), "complete", false, grant);
    } else {
      later(grant.getLeaseMillis() + 1_200 + random.nextInt(1_500), "complete", false, grant);
    }
  }

  /** An answer that was repeated when its grant was over comes without the payload. */
  private static boolean wasLost(Grant grant) {
    return grant.getPayload().isEmpty();
  }

  private void later(int millis, String f, boolean last, Grant grant) {
    plans.add(millis, new Plan(f, last, grant));
  }

  private void act(Plan plan) {
    Grant grant = plan.grant();
    Map<String, Object> input = Operation.map("task", grant.getTaskId(), "token", grant.getFence());
    if (plan.f().equals("fail")) {
      input.put("last", plan.last());
    }
    caller.change(
        plan.f(), queue, input, () -> answer(plan), result -> Operation.map("result", result));
  }

  private String answer(Plan plan) {
    Grant grant = plan.grant();
    return Claims.said(
        () ->
            plan.f().equals("fail")
                ? said(
                    CaxtonException.join(agent.fail(grant, "poison", plan.last())),
                    TaskState.TASK_STATE_PENDING)
                : said(
                    CaxtonException.join(agent.complete(grant, result(grant))),
                    TaskState.TASK_STATE_COMPLETED));
  }

  private static ByteString result(Grant grant) {
    return Bodies.of(grant.getFence());
  }

  /** Dead, or parked, if it is not in the state that is usual. */
  private static String said(TaskState state, TaskState usual) {
    if (state == usual) {
      return "ok";
    }
    return usual == TaskState.TASK_STATE_COMPLETED ? "parked" : "dead";
  }

  /** Poison fails, all else is completed; ends when nothing has come for long enough. */
  void drain() {
    claims.drain(
        2 * LEASE_MIN_MILLIS,
        EMPTY_FOR_MILLIS,
        grant -> {
          if (!wasLost(grant)) {
            boolean poison = DeadKind.of(grant.getPayload()) == DeadKind.POISON;
            act(new Plan(poison ? "fail" : "complete", false, grant));
          }
        });
  }
}
