package io.caxton.jepsen.sim;

import static io.caxton.jepsen.sim.SimFailure.require;

import io.caxton.jepsen.sim.model.Comparison;
import io.caxton.jepsen.sim.model.Model;
import io.caxton.jepsen.sim.model.Summary;
import io.caxton.state.Limits;
import io.caxton.state.Result;
import io.caxton.state.State;
import io.caxton.state.StateMachine;
import io.caxton.state.core.TaskPhase;
import io.caxton.state.core.TaskStore;
import io.caxton.state.session.Calls;
import io.caxton.v1.Agent;
import io.caxton.v1.Command;
import io.caxton.v1.Record;
import io.caxton.v1.Reply;
import io.caxton.v1.Task;
import java.util.List;
import java.util.Optional;

/** Judges every committed record, at the replica that applied it first. */
final class Referee {
  private static final int RECORDS_BETWEEN_CHECKS = 8;

  private final Limits limits;
  private final Ledger ledger;
  private final Promises promises;
  private final Trace trace;
  private final Optional<Model> model;
  private final WatchMirror watch = new WatchMirror();
  private final SagaReferee sagas = new SagaReferee();
  private long commands;
  private long remembered;

  /**
   * @param modelled false: there are commands that the model does not know
   */
  Referee(Limits limits, Ledger ledger, Promises promises, Trace trace, boolean modelled) {
    this.limits = limits;
    this.ledger = ledger;
    this.promises = promises;
    this.trace = trace;
    model = modelled ? Optional.of(new Model(limits)) : Optional.empty();
  }

  long commands() {
    return commands;
  }

  /** What agents that remember asked for and got. */
  long remembered() {
    return remembered;
  }

  /** {@code machine} has just applied it. */
  void committed(Record record, List<Result> results, StateMachine machine, long trueMillis) {
    model.ifPresent(rules -> rules.begin(record));
    for (int i = 0; i < results.size(); i++) {
      compare(record.getCommands(i), results.get(i));
    }
    promises.committed(record, results, trueMillis);
    sagas.committed(record, results);
    State state = machine.freeze();
    model.ifPresent(rules -> compare(rules, machine, state));
    if (ledger.size() % RECORDS_BETWEEN_CHECKS == 0) {
      check(machine, state);
    }
  }

  private static void compare(Model model, StateMachine machine, State state) {
    Comparison.adopt(model, state);
    require(
        machine.nextDeadlineTick() == model.nextDeadlineTick(),
        "the next deadline is tick %d, not %d",
        machine.nextDeadlineTick(),
        model.nextDeadlineTick());
    require(
        machine.nextDeadlineWallMillis() == model.nextDeadlineWallMillis(),
        "the next wall deadline is %d, not %d",
        machine.nextDeadlineWallMillis(),
        model.nextDeadlineWallMillis());
  }

  private void compare(Command command, Result result) {
    commands++;
    remembered += remembers(result.reply()) ? 1 : 0;
    String summary = Summary.of(result.reply());
    trace.add(
        result.position()
            + " "
            + command.getRequestCase()
            + (result.replayed() ? " again: " : ": ")
            + summary);
    model.ifPresent(rules -> compare(rules, command, result, summary));
  }

  private static void compare(Model model, Command command, Result result, String summary) {
    Model.Expected expected = model.apply(command, Calls.of(command));
    require(
        expected.equals(new Model.Expected(result.position(), result.replayed(), summary)),
        "%s\ncame to    %s %s\nand not to %s",
        command,
        summary,
        result.replayed() ? "(again)" : "",
        expected);
  }

  private static boolean remembers(Reply reply) {
    return switch (reply.getReplyCase()) {
      case APPEND_EVENTS,
          TRIM_EVENTS,
          FINISH_CHECKPOINT,
          OPEN_CONVERSATION,
          SEND_MESSAGES,
          RECEIVE_MESSAGES,
          ACK_MESSAGES,
          NACK_MESSAGES,
          COMMIT ->
          true;
      default -> false;
    };
  }

  private void check(StateMachine machine, State state) {
    model.ifPresent(rules -> Comparison.check(rules, state));
    watch.follow(machine, state);
    sagas.check(state);
    for (String fleet : state.fleets()) {
      for (Task task : state.tasks(fleet).values()) {
        requireAlive(machine, state, fleet, task);
      }
    }
  }

  /** An unfinished task is ready, waits for a time that comes, runs under a lease, or is held. */
  private static void requireAlive(StateMachine machine, State state, String fleet, Task task) {
    if (TaskStore.isFinished(task)) {
      require(task.getLeaseUntilTick() == 0, "%s has ended and runs", task.getId());
    } else if (TaskPhase.isGranted(task)) {
      Agent agent = state.agent(fleet, task.getAgentId()).orElseThrow();
      require(
          agent.getEpoch() == task.getAgentEpoch() && agent.getLeaseUntilTick() > 0,
          "%s runs at %s, which is over",
          task.getId(),
          agent);
      require(
          machine.nextDeadlineTick() <= task.getLeaseUntilTick(),
          "%s runs without a timer",
          task.getId());
    } else if (TaskPhase.isHeld(task)) {
      require(state.heldCompensations() > 0, "%s is held and not counted", task.getId());
    } else if (task.getNotBeforeTick() == 0) {
      require(machine.hasReady(fleet, task.getQueue(), ""), "%s is stuck: not ready", task.getId());
    } else {
      require(
          machine.nextDeadlineTick() <= task.getNotBeforeTick(),
          "%s is stuck: no timer",
          task.getId());
    }
  }

  /** Replays everything from nothing, then lets all that is unfinished be done. */
  void finish(StateMachine machine) {
    check(machine, machine.freeze());
    StateMachine replayed = new StateMachine(limits);
    for (int i = 0; i < ledger.size(); i++) {
      ledger.requireSame(i, SimReplica.apply(replayed, ledger.decode(i)), "a replay from nothing");
    }
    ledger.requireSame(ledger.size(), replayed.freeze().digest(), "a replay from nothing");
    model.ifPresent(rules -> new Finish(rules, machine, trace).run());
  }
}
