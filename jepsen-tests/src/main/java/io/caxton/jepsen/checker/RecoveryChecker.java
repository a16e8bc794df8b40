package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Agents that die and come back: the state after each recovery is the fold of the journal up to
 * there, nothing acknowledged is missing from it, the plan is of one position, and once a newer
 * epoch has begun an older one changes nothing.
 *
 * <p>Each step appends an event and sends a message that nobody takes, in one commit: at any one
 * position the inbox holds as many messages as the journal has events.
 */
public final class RecoveryChecker implements Checker {
  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public Verdict check(List<Op> history) {
    Findings findings = new Findings();
    Operation.byKey(history)
        .forEach((agent, operations) -> new OfAgent(agent, operations, findings).check());
    return findings.verdict();
  }

  private static final class OfAgent {
    private final String agent;
    private final List<Operation> operations;
    private final Findings findings;
    private final Sequence log;

    /** Steps and zombies' appends, by their number. */
    private final Map<Long, Operation> appends = new HashMap<>();

    OfAgent(String agent, List<Operation> operations, Findings findings) {
      this.agent = agent;
      this.operations = operations;
      this.findings = findings;
      log = new Sequence(agent, findings);
    }

    private Stream<Operation> ok(String f) {
      return operations.stream().filter(operation -> operation.is(f) && operation.ok());
    }

    void check() {
      List<Operation> steps = ok("step").toList();
      steps.forEach(step -> log.place((Long) step.out("seq"), (Long) step.in("n"), step));
      log.checkRealTime(steps, step -> (Long) step.out("seq"));
      operations.stream()
          .filter(operation -> operation.is("step") || operation.is("zombie"))
          .forEach(append -> appends.put((Long) append.in("n"), append));
      List<Operation> recoveries = ok("recover").toList();
      findings.add("recoveries", recoveries.size());
      findings.add("acknowledged", steps.size());
      findings.add("zombies", ok("zombie").count());
      Optional<Operation> read = ok("log").reduce((a, b) -> b);
      if (read.isEmpty() || steps.stream().anyMatch(step -> !step.before(read.get()))) {
        findings.undecided("without_final_read", agent);
        return;
      }
      List<Sequence.Entry> entries = Sequence.entries(read.get().output());
      if (!entries.isEmpty() && entries.getFirst().seq() != 1) {
        log.anomaly("the journal begins at " + entries.getFirst().seq() + ": " + read.get());
      }
      log.place(entries, read.get());
      steps.stream()
          .filter(step -> (Long) step.out("seq") > entries.size())
          .forEach(step -> log.anomaly("acknowledged and lost: " + step));
      entries.forEach(this::known);
      ok("zombie").forEach(zombie -> refused(zombie, recoveries));
      recoveries.forEach(recovery -> recovered(recovery, steps, entries));
    }

    private void known(Sequence.Entry entry) {
      Operation append = appends.get(entry.number());
      if (append == null) {
        log.anomaly(entry.number() + " is there and was never appended");
      } else if (append.failed()
          || (append.is("zombie") && append.ok() && append.out("result").equals("stale"))) {
        log.anomaly("there although it was refused: " + append);
      }
    }

    private void refused(Operation zombie, List<Operation> recoveries) {
      if (!zombie.out("result").equals("ok")) {
        return;
      }
      recoveries.stream()
          .filter(newer -> newer.before(zombie) && epoch(newer) > (Long) zombie.in("epoch"))
          .findFirst()
          .ifPresent(newer -> log.anomaly("a stale epoch was accepted: " + newer + " " + zombie));
    }

    private static long epoch(Operation recovery) {
      return (Long) recovery.out("epoch");
    }

    private void recovered(
        Operation recovery, List<Operation> steps, List<Sequence.Entry> entries) {
      long last = (Long) recovery.out("last");
      long seq = (Long) recovery.out("seq");
      plan(recovery, last);
      for (Operation step : steps) {
        if (step.before(recovery) && (Long) step.out("seq") > last) {
          log.anomaly("acknowledged and not in the plan: " + step + " " + recovery);
        }
      }
      for (Sequence.Entry entry : entries) {
        Operation append = appends.get(entry.number());
        boolean older = append != null && (Long) append.in("epoch") < epoch(recovery);
        if (append != null && older != entry.seq() <= last) {
          log.anomaly(
              "an epoch changed the journal outside of its time, at %d: %s %s"
                  .formatted(entry.seq(), append, recovery));
        }
      }
      if (seq < last || seq > entries.size()) {
        log.anomaly("its state ends at " + seq + ": " + recovery);
        return;
      }
      String expected = Fold.of(seq, place -> log.at(place).orElse(0L)).toString();
      if (!recovery.out("state").equals(expected)) {
        log.anomaly(
            "the state is not that of the events up to %d, which is '%s': %s"
                .formatted(seq, expected, recovery));
      }
    }

    private void plan(Operation recovery, long last) {
      if (!recovery.out("inbox").equals(last)) {
        log.anomaly("the plan is not of one position: " + recovery);
      }
      long covers = (Long) recovery.out("covers");
      if ((Long) recovery.out("from") != covers + 1 || covers > last) {
        log.anomaly("the plan does not fit its checkpoint: " + recovery);
      }
      ok("checkpoint")
          .filter(saved -> saved.before(recovery) && (Long) saved.out("covers") > covers)
          .findFirst()
          .ifPresent(
              saved -> log.anomaly("a newer checkpoint was saved: " + saved + " " + recovery));
    }
  }
}
