package io.caxton.jepsen.workload;

import com.google.protobuf.ByteString;
import io.caxton.client.CaxtonException;
import io.caxton.client.GrantedTasks;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Grant;
import java.util.Optional;
import java.util.Random;

/** Does the tasks of schedules; those that must not overlap it keeps for longer than a step. */
final class ScheduledWorker {
  private static final int HELD_MAX = 20;
  private static final int LEASE_MILLIS = 3_000;
  private static final int LONG_MILLIS = 2_600;
  private static final int SHORT_MILLIS = 100;
  private static final int EMPTY_FOR_MILLIS = 4_000;

  private final Caller caller;
  private final GrantedTasks agent;
  private final Random random;
  private final Claims claims;
  private final Agenda<Grant> held = new Agenda<>();
  private volatile boolean stopping;

  ScheduledWorker(Caller caller, GrantedTasks agent, String queue, Random random) {
    this.caller = caller;
    this.agent = agent;
    this.random = random;
    claims = new Claims(caller, agent, queue);
  }

  void step() {
    Optional<Grant> due = held.due();
    if (due.isPresent()) {
      run(due.get());
    } else if (held.size() < HELD_MAX) {
      claims.one(LEASE_MILLIS).ifPresent(grant -> held.add(random.nextInt(millis(grant)), grant));
    }
  }

  private static int millis(Grant grant) {
    return switch (schedule(grant)) {
      case "alone", "buffered" -> LONG_MILLIS;
      default -> SHORT_MILLIS;
    };
  }

  private static String schedule(Grant grant) {
    return grant.getTaskId().substring(0, grant.getTaskId().indexOf('/'));
  }

  private void run(Grant grant) {
    caller.change(
        "run",
        schedule(grant),
        Operation.map("task", grant.getTaskId(), "token", grant.getFence()),
        () ->
            Claims.said(
                () -> {
                  CaxtonException.join(agent.complete(grant, ByteString.EMPTY));
                  return "ok";
                }),
        result -> Operation.map("result", result));
  }

  /** After the faults, beside the schedules that still run; at once. */
  void untilStopped() {
    while (!stopping) {
      claims.one(LEASE_MILLIS).ifPresent(this::run);
    }
    claims.drain(LEASE_MILLIS, EMPTY_FOR_MILLIS, this::run);
  }

  /** Any thread. */
  void stopWhenEmpty() {
    stopping = true;
  }
}
