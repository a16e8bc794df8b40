package io.caxton.jepsen.sim.model;

import io.caxton.state.State;
import io.caxton.v1.Agent;
import io.caxton.v1.Queue;
import io.caxton.v1.Route;
import io.caxton.v1.Session;
import io.caxton.v1.Task;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Holds the model against the stored state. Throws IllegalStateException at the first difference.
 */
public final class Comparison {
  private final Model model;
  private final State state;

  private Comparison(Model model, State state) {
    this.model = model;
    this.state = state;
  }

  /** After each record: takes the backoffs over that the model knows the bounds of only. */
  public static void adopt(Model model, State state) {
    for (TaskModel task : model.returns.backedOff) {
      if (task.notBeforeTickMax == 0 || task.queue.fleet.tasks.get(task.id) != task) {
        continue;
      }
      long actual =
          state.task(task.queue.fleet.name, task.id).map(Task::getNotBeforeTick).orElse(-1L);
      if (actual < task.notBeforeTick || actual > task.notBeforeTickMax) {
        throw new IllegalStateException(
            "task %s backs off until %d, not between %d and %d"
                .formatted(task.id, actual, task.notBeforeTick, task.notBeforeTickMax));
      }
      task.notBeforeTick = actual;
      task.notBeforeTickMax = 0;
    }
    model.returns.backedOff.clear();
  }

  /** Everything. */
  public static void check(Model model, State state) {
    Comparison comparison = new Comparison(model, state);
    same("position", model.position, state.position());
    same("tick", model.tick, state.tick());
    comparison.checkSessions();
    TreeSet<String> names = new TreeSet<>();
    model.fleets.values().stream().filter(f -> !f.isEmpty()).forEach(f -> names.add(f.name));
    same("fleets", names.toString(), state.fleets().toString());
    for (String name : names) {
      comparison.checkFleet(model.fleets.get(name));
    }
  }

  private void checkSessions() {
    same("sessions", model.sessions.keySet(), new TreeSet<>(state.sessions().keySet()));
    for (SessionModel expected : model.sessions.values()) {
      Session actual = state.sessions().get(expected.id);
      same("first_open of " + expected.id, expected.firstOpen, actual.getFirstOpen());
      same("used_tick of " + expected.id, expected.usedTick, actual.getUsedTick());
    }
  }

  private void checkFleet(FleetModel fleet) {
    Map<String, Agent> agents = state.agents(fleet.name);
    same("agents", fleet.agents.keySet(), new TreeSet<>(agents.keySet()));
    fleet.agents.values().forEach(agent -> checkAgent(fleet, agent, agents.get(agent.id)));
    Map<String, Route> routes = state.routes(fleet.name);
    same("routes", fleet.routes, new java.util.TreeMap<>(routes));
    Map<String, Queue> queues = state.queues(fleet.name);
    same("queues", fleet.queues.keySet(), new TreeSet<>(queues.keySet()));
    for (QueueModel queue : fleet.queues.values()) {
      Queue actual = queues.get(queue.name);
      same("queue " + queue.name, queue.totals(), Summary.totals(actual));
      same("revision of queue " + queue.name, queue.revision, actual.getRevision());
    }
    Map<String, Task> tasks = state.tasks(fleet.name);
    same("tasks", fleet.tasks.keySet(), new TreeSet<>(tasks.keySet()));
    fleet.tasks.values().forEach(task -> checkTask(task, tasks.get(task.id)));
  }

  private void checkAgent(FleetModel fleet, AgentModel agent, Agent actual) {
    String who = "agent " + agent.id + ": ";
    same(who + "epoch", agent.epoch, actual.getEpoch());
    same(who + "state", agent.state, actual.getState());
    same(who + "lease", agent.leaseUntilTick, actual.getLeaseUntilTick());
    same(who + "revision", agent.revision, actual.getRevision());
    same(
        who + "running",
        AgentRules.runningAt(fleet, agent.id).size(),
        state.runningTasks(fleet.name, agent.id));
  }

  private static void checkTask(TaskModel task, Task actual) {
    String which = "task " + task.id + ": ";
    same(which + "state", task.state, actual.getState());
    same(which + "queue", task.queue.name, actual.getQueue());
    same(which + "order", task.order, actual.getOrder());
    same(which + "attempt", task.attempt, actual.getAttempt());
    same(which + "charged", task.charged, actual.getAttemptsCharged());
    same(which + "not before", task.notBeforeTick, actual.getNotBeforeTick());
    same(which + "fence", task.fence, actual.getFence());
    same(which + "agent", task.agentId, actual.getAgentId());
    same(which + "epoch", task.agentEpoch, actual.getAgentEpoch());
    same(which + "lease", task.leaseUntilTick, actual.getLeaseUntilTick());
    same(which + "finished", task.finishedTick, actual.getFinishedTick());
    same(which + "result", task.result, actual.getResult().toStringUtf8());
    same(
        which + "failures",
        task.failures,
        actual.getFailuresList().stream()
            .map(f -> new TaskModel.Failed(f.getCause(), f.getAgentId(), f.getFence()))
            .toList());
    same(
        which + "parked",
        task.parked,
        actual.getParkedList().stream()
            .map(
                p ->
                    new TaskModel.Parked(
                        p.getFence(), p.getAgentId(), p.getResult().toStringUtf8()))
            .toList());
    same(which + "start by", task.startByTick, actual.getStartByTick());
    same(which + "end by", task.endByTick, actual.getEndByTick());
    same(which + "redriven from", task.redrivenFrom, actual.getRedrivenFrom());
    same(which + "redriven to", task.redrivenTo, actual.getRedrivenTo());
    same(
        which + "payload",
        task.payloadDropped ? "" : task.submitted.getPayload().toStringUtf8(),
        actual.getPayload().toStringUtf8());
  }

  private static void same(String what, Object expected, Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new IllegalStateException(
          what + " is " + actual + " in the state, " + expected + " in the model");
    }
  }
}
