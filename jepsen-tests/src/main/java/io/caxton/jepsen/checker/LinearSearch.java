package io.caxton.jepsen.checker;

import io.caxton.jepsen.history.Operation;
import io.caxton.jepsen.run.Verdict.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The search of Wing and Gong for one key, which remembers what it has tried (Lowe): beginnings and
 * ends of operations are a list in the order of time; an operation that may come next is lifted out
 * of it, and put back when that leads nowhere.
 */
final class LinearSearch<S> {
  /** The beginning of an operation, or its end; unknown ones have no end. */
  private static final class Entry {
    private final int id;
    private final boolean begins;
    private Entry end;
    private Entry before;
    private Entry after;

    Entry(int id, boolean begins) {
      this.id = id;
      this.begins = begins;
    }

    void unlink() {
      before.after = after;
      if (after != null) {
        after.before = before;
      }
    }

    void relink() {
      before.after = this;
      if (after != null) {
        after.before = this;
      }
    }
  }

  /** What was executed, and the state that it led to. */
  private record Reached<S>(long[] done, S state) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Reached<?> that
          && Arrays.equals(done, that.done)
          && state.equals(that.state);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(done) + state.hashCode();
    }
  }

  private record Step<S>(Entry taken, S stateBefore) {}

  private final Model<S> model;
  private final List<Operation> operations;
  private final int statesMax;
  private final long untilNanos;
  private final Set<Reached<S>> tried = new HashSet<>();
  private final Deque<Step<S>> path = new ArrayDeque<>();
  private final Entry head = new Entry(-1, false);
  private final long[] done;

  /** Of an unknown operation, the one before it that asks for the same; else -1. */
  private final int[] twin;

  private int answersLeft;
  private S state;
  private int deepest = -1;
  private String why = "";

  LinearSearch(Model<S> model, List<Operation> operations, int statesMax, long untilNanos) {
    this.model = model;
    this.operations = operations;
    this.statesMax = statesMax;
    this.untilNanos = untilNanos;
    done = new long[(operations.size() + 63) / 64];
    twin = twins(operations);
    answersLeft = (int) operations.stream().filter(Operation::ok).count();
    state = model.initial();
    link();
  }

  /**
   * Unknown operations that ask for the same are interchangeable, since none has an end: trying
   * them in one order is enough.
   */
  private static int[] twins(List<Operation> operations) {
    int[] twin = new int[operations.size()];
    Map<List<Object>, Integer> last = new HashMap<>();
    for (int i = 0; i < twin.length; i++) {
      Operation operation = operations.get(i);
      Integer before =
          operation.unknown() ? last.put(Arrays.asList(operation.f(), operation.input()), i) : null;
      twin[i] = before == null ? -1 : before;
    }
    return twin;
  }

  private void link() {
    record At(long nanos, Entry entry) {}
    List<At> all = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      Entry begin = new Entry(i, true);
      all.add(new At(operation.startNanos(), begin));
      if (operation.ok()) {
        begin.end = new Entry(i, false);
        all.add(new At(operation.endNanos(), begin.end));
      }
    }
    // At the same instant beginnings go first: they overlap.
    all.sort(Comparator.comparingLong(At::nanos).thenComparing(at -> at.entry().begins ? 0 : 1));
    Entry last = head;
    for (At at : all) {
      last.after = at.entry();
      at.entry().before = last;
      last = at.entry();
    }
  }

  Answer run() {
    Entry entry = head.after;
    int looks = 0;
    while (answersLeft > 0) {
      if (tried.size() > statesMax
          || ((++looks & 0xfff) == 0 && System.nanoTime() - untilNanos > 0)) {
        return Answer.UNKNOWN;
      }
      if (entry.begins) {
        Optional<S> next = mayComeNow(entry) ? tryIt(entry) : Optional.empty();
        if (next.isPresent()) {
          take(entry, next.get());
          entry = head.after;
        } else {
          entry = entry.after;
        }
      } else {
        // It ended here, so it must have been executed by now.
        remember(entry);
        if (path.isEmpty()) {
          return Answer.INVALID;
        }
        entry = takeBack().after;
      }
    }
    return Answer.VALID;
  }

  private boolean mayComeNow(Entry entry) {
    int same = twin[entry.id];
    return same < 0 || (done[same >> 6] & (1L << same)) != 0;
  }

  /** The state it leads to, unless that was tried. */
  private Optional<S> tryIt(Entry entry) {
    Optional<S> next = model.step(state, operations.get(entry.id));
    if (next.isEmpty()) {
      return next;
    }
    long[] after = done.clone();
    after[entry.id >> 6] |= 1L << entry.id;
    return tried.add(new Reached<>(after, next.get())) ? next : Optional.empty();
  }

  private void take(Entry entry, S next) {
    path.push(new Step<>(entry, state));
    state = next;
    done[entry.id >> 6] |= 1L << entry.id;
    entry.unlink();
    if (entry.end != null) {
      entry.end.unlink();
      answersLeft--;
    }
  }

  private Entry takeBack() {
    Step<S> step = path.pop();
    Entry entry = step.taken();
    state = step.stateBefore();
    done[entry.id >> 6] &= ~(1L << entry.id);
    if (entry.end != null) {
      entry.end.relink();
      answersLeft++;
    }
    entry.relink();
    return entry;
  }

  /** Keeps the best explanation: where the search came furthest and could not go on. */
  private void remember(Entry stuck) {
    if (path.size() <= deepest) {
      return;
    }
    deepest = path.size();
    StringBuilder text = new StringBuilder("no order explains ").append(operations.get(stuck.id));
    if (!path.isEmpty()) {
      text.append(" after");
      path.stream()
          .limit(3)
          .toList()
          .reversed()
          .forEach(step -> text.append(' ').append(operations.get(step.taken().id)));
    }
    why = text.append(", which lead to ").append(state).toString();
  }

  /** For INVALID. */
  String why() {
    return why;
  }

  long states() {
    return tried.size();
  }
}
