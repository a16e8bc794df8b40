package io.caxton.jepsen.run;

import io.caxton.jepsen.history.Op;
import io.caxton.jepsen.store.RunFolder;
import java.util.ArrayList;
import java.util.List;

/** Keeps the history in memory and in the folder, in one order. Thread-safe. */
final class Recorder {
  private final RunFolder folder;
  private final Tally tally;
  private final List<Op> ops = new ArrayList<>();

  Recorder(RunFolder folder, Tally tally) {
    this.folder = folder;
    this.tally = tally;
  }

  synchronized void record(Op op) {
    ops.add(op);
    folder.history().append(op);
    tally.count(op);
  }

  synchronized List<Op> history() {
    return List.copyOf(ops);
  }
}
