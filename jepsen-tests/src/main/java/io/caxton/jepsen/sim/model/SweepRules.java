package io.caxton.jepsen.sim.model;

import io.caxton.v1.AgentState;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What ends by time alone: one thing after the other, each kind by its moment. */
final class SweepRules {
  private final Model model;

  SweepRules(Model model) {
    this.model = model;
  }

  int sweep(int itemsMax) {
    int items = 0;
    while (items < itemsMax && sweepOne()) {
      items++;
    }
    return items;
  }

  private boolean sweepOne() {
    return sweepAgent()
        || sweepGrant()
        || sweepDeadline()
        || sweepExpiry()
        || sweepDelay()
        || sweepGate()
        || sweepRetention()
        || sweepSession();
  }

  private <T> Stream<T> each(Function<FleetModel, Stream<T>> of) {
    return model.fleets.values().stream().flatMap(of);
  }

  private Optional<TaskModel> firstTask(
      Predicate<TaskModel> waits, ToLongFunction<TaskModel> until) {
    return each(fleet -> fleet.tasks.values().stream())
        .filter(waits)
        .min(Comparator.comparingLong(until).thenComparingLong(task -> task.order));
  }

  private Optional<AgentModel> firstAgent() {
    return each(fleet -> fleet.agents.values().stream())
        .filter(agent -> agent.leaseUntilTick != 0)
        .min(
            Comparator.comparingLong((AgentModel agent) -> agent.leaseUntilTick)
                .thenComparingLong(agent -> agent.registeredPosition));
  }

  private Optional<TaskModel> firstGrant() {
    return firstTask(TaskModel::isRunning, task -> task.leaseUntilTick);
  }

  private Optional<TaskModel> firstDelayed() {
    return firstTask(TaskModel::isDelayed, task -> task.notBeforeTick);
  }

  private Optional<TaskModel> firstDeadline() {
    return firstTask(
        task -> task.isPending() && task.submitted.getDeadlineWallMillis() != 0,
        task -> task.submitted.getDeadlineWallMillis());
  }

  private Optional<TaskModel> firstRetained() {
    return each(fleet -> fleet.queues.values().stream())
        .flatMap(queue -> queue.oldestEnded().stream())
        .min(Comparator.comparingLong(SweepRules::keptUntil).thenComparingLong(task -> task.order));
  }

  private static long keptUntil(TaskModel oldest) {
    return oldest.queue.keptUntil(oldest);
  }

  private Optional<TaskModel> firstExpiry() {
    return firstTask(
        task -> task.isPending() && task.expiryTick() != Long.MAX_VALUE, TaskModel::expiryTick);
  }

  private Optional<QueueModel> firstGate() {
    return each(fleet -> fleet.queues.values().stream())
        .filter(queue -> queue.gateTick() != Long.MAX_VALUE)
        .min(
            Comparator.comparingLong(QueueModel::gateTick)
                .thenComparingLong(queue -> queue.revision));
  }

  private boolean sweepExpiry() {
    Optional<TaskModel> due = firstExpiry().filter(task -> task.expiryTick() <= model.tick);
    due.ifPresent(task -> model.returns.die(task, task.tooLate(model.tick, model.wallMillis)));
    return due.isPresent();
  }

  private boolean sweepGate() {
    Optional<QueueModel> due = firstGate().filter(queue -> queue.gateTick() <= model.tick);
    due.ifPresent(queue -> queue.bucket.fill(model.tick));
    return due.isPresent();
  }

  private boolean sweepAgent() {
    Optional<AgentModel> due = firstAgent().filter(agent -> agent.leaseUntilTick <= model.tick);
    due.ifPresent(
        agent -> {
          FleetModel fleet =
              model.fleets.values().stream()
                  .filter(f -> f.agents.get(agent.id) == agent)
                  .findFirst()
                  .orElseThrow();
          AgentRules.runningAt(fleet, agent.id)
              .forEach(task -> model.returns.charge(task, "agent_lost"));
          agent.state = AgentState.AGENT_STATE_LOST;
          agent.leaseUntilTick = 0;
          agent.revision = model.position;
        });
    return due.isPresent();
  }

  private boolean sweepGrant() {
    Optional<TaskModel> due = firstGrant().filter(task -> task.leaseUntilTick <= model.tick);
    due.ifPresent(
        task -> {
          long timeout = task.submitted.getAttemptTimeoutMillis();
          boolean timedOut = timeout != 0 && task.leaseUntilTick >= task.grantedTick + timeout;
          boolean over = task.endByTick != 0 && task.leaseUntilTick >= task.endByTick;
          String cause = timedOut ? "attempt_timeout" : "lease_ended";
          model.returns.charge(task, over ? "total_timeout" : cause);
        });
    return due.isPresent();
  }

  private boolean sweepDeadline() {
    Optional<TaskModel> due = firstDeadline().filter(task -> task.isOverdue(model.wallMillis));
    due.ifPresent(task -> model.returns.die(task, "deadline"));
    return due.isPresent();
  }

  private boolean sweepDelay() {
    Optional<TaskModel> due = firstDelayed().filter(task -> task.notBeforeTick <= model.tick);
    due.ifPresent(model.returns::ready);
    return due.isPresent();
  }

  private boolean sweepRetention() {
    Optional<TaskModel> due = firstRetained().filter(task -> keptUntil(task) <= model.tick);
    due.ifPresent(Returns::forget);
    return due.isPresent();
  }

  private boolean sweepSession() {
    Optional<SessionModel> due =
        SessionRules.firstToExpire(model).filter(session -> session.expiresTick() <= model.tick);
    due.ifPresent(session -> model.sessions.remove(session.id));
    return due.isPresent();
  }

  long nextTick() {
    long next = firstAgent().map(agent -> agent.leaseUntilTick).orElse(Long.MAX_VALUE);
    next = Math.min(next, firstGrant().map(task -> task.leaseUntilTick).orElse(Long.MAX_VALUE));
    next = Math.min(next, firstDelayed().map(task -> task.notBeforeTick).orElse(Long.MAX_VALUE));
    next = Math.min(next, firstRetained().map(SweepRules::keptUntil).orElse(Long.MAX_VALUE));
    next = Math.min(next, firstExpiry().map(TaskModel::expiryTick).orElse(Long.MAX_VALUE));
    next = Math.min(next, firstGate().map(QueueModel::gateTick).orElse(Long.MAX_VALUE));
    return Math.min(
        next,
        SessionRules.firstToExpire(model).map(SessionModel::expiresTick).orElse(Long.MAX_VALUE));
  }

  long nextWallMillis() {
    return firstDeadline()
        .map(task -> task.submitted.getDeadlineWallMillis())
        .orElse(Long.MAX_VALUE);
  }
}
