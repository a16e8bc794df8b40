package io.caxton.jepsen.checker;

import io.caxton.jepsen.checker.Sequence.Entry;
import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Checker;
import io.caxton.jepsen.run.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Journals: dense; each acknowledged event at the place that was told, once, in the order of real
 * time; appends whole or not at all; nothing there that was refused or never sent; trimmed only
 * behind two checkpoints, which can be restored.
 */
public final class JournalChecker implements Checker {
  /** Instead of a sequence: the journal ended elsewhere, or may not be trimmed so far. */
  public static final long REFUSED = -1;

  @Override
  public String name() {
    return "journal";
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

    /** By each of its events. */
    private final Map<Long, Operation> appends = new HashMap<>();

    private final List<Operation> acknowledged;

    OfAgent(String agent, List<Operation> operations, Findings findings) {
      this.agent = agent;
      this.operations = operations;
      this.findings = findings;
      log = new Sequence(agent, findings);
      acknowledged =
          all("append").filter(op -> op.ok() && (Long) op.out("first") != REFUSED).toList();
    }

    private java.util.stream.Stream<Operation> all(String f) {
      return operations.stream().filter(operation -> operation.is(f));
    }

    private static List<Long> events(Operation append) {
      return ((List<?>) append.in("events")).stream().map(Long.class::cast).toList();
    }

    private static long first(Operation append) {
      return (Long) append.out("first");
    }

    void check() {
      all("append").forEach(append -> events(append).forEach(event -> appends.put(event, append)));
      acknowledged.forEach(this::acknowledged);
      log.checkRealTime(acknowledged, OfAgent::first);
      List<Operation> reads = all("read").filter(Operation::ok).toList();
      reads.forEach(this::read);
      log.all().forEach(this::known);
      appends.values().stream().distinct().forEach(this::whole);
      findings.add("acknowledged", acknowledged.size());
      findings.add("unknown", all("append").filter(Operation::unknown).count());
      atTheEnd(reads);
      all("trim").filter(Operation::ok).forEach(this::trimmed);
    }

    private void acknowledged(Operation append) {
      List<Long> events = events(append);
      for (int i = 0; i < events.size(); i++) {
        log.place(first(append) + i, events.get(i), append);
      }
      long expected = (Long) append.in("expected");
      if (expected >= 0 && first(append) != expected + 1) {
        log.anomaly("it was not appended where it was expected: " + append);
      }
    }

    private void read(Operation read) {
      List<Entry> entries = Sequence.entries(read.output());
      log.place(entries, read);
      long from = (Long) read.input();
      long first = entries.isEmpty() ? from : entries.getFirst().seq();
      long last = entries.isEmpty() ? from - 1 : entries.getLast().seq();
      if (from > 0 && first != from) {
        log.anomaly("the read begins at " + first + ": " + read);
      }
      for (Operation append : acknowledged) {
        if (append.before(read) && first(append) + events(append).size() - 1 > last) {
          log.anomaly("acknowledged but not there: " + append + " " + read);
          return;
        }
      }
    }

    private void known(long event) {
      Operation append = appends.get(event);
      if (append == null) {
        log.anomaly(event + " is there and was never appended");
      } else if (append.failed() || (append.ok() && first(append) == REFUSED)) {
        log.anomaly("there although it was refused: " + append);
      }
    }

    private void whole(Operation append) {
      List<Long> events = events(append);
      for (int i = 1; i < events.size(); i++) {
        Optional<Long> before = log.placeOf(events.get(i - 1));
        Optional<Long> place = log.placeOf(events.get(i));
        // The part before may be trimmed, the part behind it never.
        boolean torn =
            before.isPresent() && place.isEmpty() && log.at(before.get() + 1).isPresent();
        boolean apart = before.isPresent() && place.isPresent() && place.get() != before.get() + 1;
        if (torn || apart) {
          log.anomaly("only a part of it is there, or not together: " + append);
        }
      }
    }

    private void atTheEnd(List<Operation> reads) {
      Optional<Operation> last =
          reads.stream().filter(read -> read.input().equals(0L)).reduce((a, b) -> b);
      if (last.isEmpty() || acknowledged.stream().anyMatch(append -> !append.before(last.get()))) {
        findings.undecided("without_final_read", agent);
        return;
      }
      List<Entry> entries = Sequence.entries(last.get().output());
      long trimmed = entries.isEmpty() ? 0 : entries.getFirst().seq() - 1;
      findings.add("trimmed", trimmed);
      List<Operation> restored = all("restore").filter(Operation::ok).toList();
      for (Operation restore : restored) {
        if (!restore.out("state").equals(restore.out("covers"))) {
          log.anomaly("a checkpoint gave another state: " + restore);
        }
      }
      long good = restored.stream().filter(r -> (Long) r.out("covers") >= trimmed).count();
      if (trimmed > 0 && good < 2) {
        log.anomaly(
            "trimmed up to %d, and only %d checkpoints that reach it can be restored"
                .formatted(trimmed, good));
      }
    }

    private void trimmed(Operation trim) {
      long first = (Long) trim.out("first");
      long behind =
          all("checkpoint")
              .filter(save -> !save.failed() && save.startNanos() < trim.endNanos())
              .filter(save -> (Long) save.in("covers") >= first - 1)
              .count();
      if (first > 1 && behind < 2) {
        log.anomaly("trimmed with only " + behind + " checkpoints behind it: " + trim);
      }
    }
  }
}
