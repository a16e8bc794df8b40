package io.caxton.jepsen.sim;

import static io.caxton.jepsen.sim.SimFailure.require;

import io.caxton.jepsen.sim.model.Comparison;
import io.caxton.jepsen.sim.model.Model;
import io.caxton.jepsen.sim.model.Summary;
import io.caxton.state.Result;
import io.caxton.state.State;
import io.caxton.state.StateMachine;
import io.caxton.state.read.StuckTasks;
import io.caxton.state.session.Calls;
import io.caxton.v1.Agent;
import io.caxton.v1.ClaimTasksRequest;
import io.caxton.v1.Command;
import io.caxton.v1.CompleteTasksRequest;
import io.caxton.v1.Completion;
import io.caxton.v1.Grant;
import io.caxton.v1.Record;
import io.caxton.v1.RegisterAgentRequest;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import io.caxton.v1.TaskState;
import java.util.List;
import java.util.TreeSet;

/**
 * The end of a simulation: a patient worker in every fleet. Whatever was submitted and is not done
 * can be done now, or something has lost it.
 */
final class Finish {
  private static final int ROUNDS_MAX = 400;
  private static final long ROUND_MILLIS = 1_000;

  private final Model model;
  private final StateMachine machine;
  private final Trace trace;

  Finish(Model model, StateMachine machine, Trace trace) {
    this.model = model;
    this.machine = machine;
    this.trace = trace;
  }

  void run() {
    checkNoneIsStuck();
    int rounds = 0;
    for (State now = machine.freeze(); unfinished(now) > 0; now = machine.freeze()) {
      require(rounds++ < ROUNDS_MAX, "%d tasks never get done", unfinished(now));
      apply(ROUND_MILLIS, SimLeader.sweep(1_000));
      for (String fleet : now.fleets()) {
        work(now, fleet);
      }
    }
    Comparison.check(model, machine.freeze());
  }

  /** Once all that is due has been swept, each unfinished task has what moves it on. */
  private void checkNoneIsStuck() {
    while (apply(0, SimLeader.sweep(1_000)).getSweep().getItems() > 0) {
      trace.add("finish: more is due");
    }
    StuckTasks.Report report = StuckTasks.of(machine.freeze());
    require(!report.isFault(), "tasks that nothing moves on: %s", report);
  }

  private static long unfinished(State state) {
    return state.fleets().stream()
        .flatMap(fleet -> state.tasks(fleet).values().stream())
        .filter(Finish::isUnfinished)
        .count();
  }

  private static boolean isUnfinished(Task task) {
    return task.getState() == TaskState.TASK_STATE_PENDING
        || task.getState() == TaskState.TASK_STATE_RUNNING;
  }

  private void work(State state, String fleet) {
    TreeSet<String> queues = new TreeSet<>();
    state.tasks(fleet).values().stream()
        .filter(Finish::isUnfinished)
        .forEach(task -> queues.add(task.getQueue()));
    if (queues.isEmpty()) {
      return;
    }
    String id = state.agents(fleet).keySet().stream().sorted().findFirst().orElse("last");
    Agent agent =
        apply(
                0,
                Command.newBuilder()
                    .setRegisterAgent(
                        RegisterAgentRequest.newBuilder().setFleet(fleet).setAgentId(id))
                    .build())
            .getRegisterAgent()
            .getAgent();
    for (String queue : queues) {
      ClaimTasksRequest.Builder claim =
          ClaimTasksRequest.newBuilder()
              .setFleet(fleet)
              .setAgentId(id)
              .setEpoch(agent.getEpoch())
              .addQueues(queue)
              .setMaxTasks(1_000);
      List<Grant> grants =
          apply(0, Command.newBuilder().setClaimTasks(claim).build())
              .getClaimTasks()
              .getGrantsList();
      if (!grants.isEmpty()) {
        complete(fleet, agent, grants);
      }
    }
  }

  private void complete(String fleet, Agent agent, List<Grant> grants) {
    CompleteTasksRequest.Builder request =
        CompleteTasksRequest.newBuilder()
            .setFleet(fleet)
            .setAgentId(agent.getId())
            .setEpoch(agent.getEpoch());
    for (Grant grant : grants) {
      request.addCompletions(
          Completion.newBuilder().setTaskId(grant.getTaskId()).setFence(grant.getFence()));
    }
    apply(0, Command.newBuilder().setCompleteTasks(request).build());
  }

  private Reply apply(long millis, Command command) {
    Record record =
        Record.newBuilder()
            .setVersion(1)
            .setTick(machine.tick() + millis)
            .setWallMillis(machine.wallMillis() + millis)
            .addCommands(command)
            .build();
    Result result = SimReplica.apply(machine, record).getFirst();
    String summary = Summary.of(result.reply());
    trace.add("finish " + command.getRequestCase() + ": " + summary);
    model.begin(record);
    Model.Expected expected = model.apply(command, Calls.of(command));
    require(expected.summary().equals(summary), "%s, not %s", summary, expected);
    Comparison.adopt(model, machine.freeze());
    return result.reply();
  }
}
