package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Atomic commits. Each appends its number to the journal, sends it as a message, submits a task of
 * that name, completes a task and acks a message: all of it or nothing, once; all when it was
 * acknowledged, nothing when it was refused.
 */
public final class CommitChecker implements Checker {
  @Override
  public String name() {
    return "commit";
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
    private final Sequence journal;
    private final Sequence messages;

    OfAgent(String agent, List<Operation> operations, Findings findings) {
      this.agent = agent;
      this.operations = operations;
      this.findings = findings;
      journal = new Sequence(agent + " journal", findings);
      messages = new Sequence(agent + " messages", findings);
    }

    private Stream<Operation> all(String f) {
      return operations.stream().filter(operation -> operation.is(f));
    }

    private Optional<Operation> last(String f) {
      return all(f).filter(Operation::ok).reduce((a, b) -> b);
    }

    void check() {
      Optional<Operation> log = last("log");
      Optional<Operation> sent = last("history");
      Optional<Operation> tasks = last("tasks");
      Optional<Operation> unacked = last("unacked");
      if (Stream.of(log, sent, tasks, unacked).anyMatch(Optional::isEmpty)) {
        findings.undecided("without_final_read", agent);
        return;
      }
      journal.place(Sequence.entries(log.get().output()), log.get());
      messages.place(Sequence.entries(sent.get().output()), sent.get());
      sameOrder(log.get(), sent.get());
      Map<String, String> states = states(tasks.get());
      List<Operation> commits = all("commit").toList();
      commits.forEach(commit -> whole(commit, states.keySet()));
      List<Operation> counted =
          commits.stream().filter(commit -> journal.has((Long) commit.in("n"))).toList();
      ends(
          counted.stream().map(commit -> commit.in("task")).toList(),
          completed(states),
          "tasks completed");
      ends(
          counted.stream().map(commit -> commit.in("ack")).toList(),
          acked(sent.get(), unacked.get()),
          "messages acked");
      redelivered(commits);
      findings.add("acknowledged", commits.stream().filter(Operation::ok).count());
      findings.add("refused", commits.stream().filter(Operation::failed).count());
      findings.add("counted", counted.size());
    }

    private void whole(Operation commit, Set<String> tasks) {
      long number = (Long) commit.in("n");
      boolean event = journal.has(number);
      boolean message = messages.has(number);
      boolean task = tasks.contains(followUp(agent, number));
      String there = "event %b, message %b, task %b: ".formatted(event, message, task);
      if (event != message || event != task) {
        journal.anomaly("half a commit, " + there + commit);
      } else if (commit.ok() && !event) {
        journal.anomaly("acknowledged and not there: " + commit);
      } else if (commit.failed() && event) {
        journal.anomaly("there although it was refused: " + commit);
      }
      if (commit.ok() && commit.in("bad").equals(true)) {
        journal.anomaly("accepted although one item must be refused: " + commit);
      }
    }

    /** Each thing that was ended was ended by one commit, and each commit ended its thing. */
    private void ends(List<Object> byCommits, Set<Object> ended, String what) {
      Set<Object> once = new HashSet<>();
      for (Object thing : byCommits) {
        if (!once.add(thing)) {
          journal.anomaly(what + ": " + thing + " by two commits");
        }
        if (!ended.contains(thing)) {
          journal.anomaly("half a commit, " + what + ": not " + thing);
        }
      }
      for (Object thing : ended) {
        if (!once.contains(thing)) {
          journal.anomaly("half a commit, " + what + ": " + thing + " by no commit");
        }
      }
    }

    private static Map<String, String> states(Operation tasks) {
      Map<String, String> states = new HashMap<>();
      for (Object task : (List<?>) tasks.output()) {
        states.put((String) ((List<?>) task).get(0), (String) ((List<?>) task).get(1));
      }
      return states;
    }

    private static Set<Object> completed(Map<String, String> states) {
      Set<Object> completed = new HashSet<>();
      states.forEach(
          (task, state) -> {
            if (state.equals("COMPLETED")) {
              completed.add(task);
            }
          });
      return completed;
    }

    private static Set<Object> acked(Operation sent, Operation unacked) {
      Set<Object> acked = new HashSet<>();
      Sequence.entries(sent.output()).forEach(message -> acked.add(message.seq()));
      Sequence.entries(unacked.output()).forEach(message -> acked.remove(message.seq()));
      return acked;
    }

    /** Each commit is one moment: what it appended and what it sent have the same order. */
    private void sameOrder(Operation log, Operation sent) {
      List<Long> events = new ArrayList<>();
      Sequence.entries(log.output()).forEach(event -> events.add(event.number()));
      List<Long> numbers = new ArrayList<>();
      Sequence.entries(sent.output()).forEach(message -> numbers.add(message.number()));
      events.removeIf(event -> event <= 0);
      numbers.removeIf(number -> number <= 0);
      if (events.size() == numbers.size() && !events.equals(numbers)) {
        journal.anomaly("the journal and the conversation have another order");
      }
    }

    private void redelivered(List<Operation> commits) {
      Map<Object, Operation> acks = new HashMap<>();
      commits.stream().filter(Operation::ok).forEach(commit -> acks.put(commit.in("ack"), commit));
      all("receive")
          .filter(Operation::ok)
          .forEach(
              receive -> {
                for (Object message : (List<?>) receive.output()) {
                  Operation commit = acks.get(((List<?>) message).getFirst());
                  if (commit != null && commit.before(receive)) {
                    journal.anomaly("acked, and delivered again: " + commit + " " + receive);
                  }
                }
              });
    }
  }

  /** The id of the task that a commit submits. */
  public static String followUp(String agent, long number) {
    return agent + "-t" + number;
  }
}
