package io.caxton.jepsen.workload;

import io.caxton.client.AgentCheckpoints;
import io.caxton.client.AgentJournal;
import io.caxton.client.CaxtonClient;
import io.caxton.client.CaxtonException;
import io.caxton.client.NewCheckpoint;
import io.caxton.jepsen.checker.JournalChecker;
import io.caxton.jepsen.history.Operation;
import io.caxton.v1.Checkpoint;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.ReadOptions;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Saves checkpoints, whose state is no more than the sequence they cover, trims behind the older of
 * two, and tries to trim further. Reads what the journal's end holds.
 */
final class JournalKeeper {
  private static final int TAIL = 150;

  private final Caller caller;
  private final CaxtonClient client;
  private final JournalCell cell;
  private final Random random;
  private final AgentJournal journal;
  private final AgentCheckpoints checkpoints;
  private long older;
  private long newest;

  JournalKeeper(Caller caller, CaxtonClient client, JournalCell cell, Random random) {
    this.caller = caller;
    this.client = client;
    this.cell = cell;
    this.random = random;
    journal = client.journals().of(cell.agent());
    checkpoints = client.checkpoints().of(cell.agent());
  }

  void step() {
    switch (random.nextInt(4)) {
      case 0 -> save();
      case 1 -> trim();
      default -> read(Math.max(cell.trimmed(), cell.last() - TAIL) + 1);
    }
  }

  private void save() {
    long covers = cell.last();
    if (covers == newest) {
      return;
    }
    NewCheckpoint what = new NewCheckpoint(covers, "covers", "jepsen", false);
    caller
        .change(
            "checkpoint",
            cell.key(),
            Operation.map("covers", covers),
            () -> CaxtonException.join(checkpoints.save(what, Bodies.of(covers).toByteArray())),
            saved -> Operation.map("version", saved.getVersion()))
        .ifPresent(
            saved -> {
              older = newest;
              newest = covers;
            });
  }

  /** One time of three further than it may. */
  private void trim() {
    long through = random.nextInt(3) == 0 ? newest : older;
    if (through <= cell.trimmed()) {
      return;
    }
    if (through == older) {
      cell.trims(through);
    }
    caller
        .change(
            "trim",
            cell.key(),
            Operation.map("through", through),
            () -> trimmed(through),
            first -> Operation.map("first", first))
        .ifPresent(first -> cell.trims(first - 1));
  }

  private long trimmed(long through) {
    try {
      return CaxtonException.join(journal.trim(through));
    } catch (CaxtonException failure) {
      if (failure.definite() && failure.reason() == ErrorReason.CHECKPOINT_NEEDED) {
        return JournalChecker.REFUSED;
      }
      throw failure;
    }
  }

  private Optional<List<Object>> read(long from) {
    return caller.look(
        "read",
        cell.key(),
        from,
        () -> Bodies.journal(client, cell.key(), from),
        entries -> entries);
  }

  /** All that is kept. */
  Optional<List<Object>> readAll() {
    return read(0);
  }

  /** What each checkpoint gives back. */
  void restoreAll() {
    List<Checkpoint> saved =
        CaxtonException.join(
                client.checkpoints().list(cell.key(), ReadOptions.getDefaultInstance()))
            .getCheckpointsList();
    for (Checkpoint checkpoint : saved) {
      caller.look(
          "restore",
          cell.key(),
          Operation.map("version", checkpoint.getVersion()),
          () ->
              CaxtonException.join(client.checkpoints().load(cell.key(), checkpoint.getVersion())),
          loaded ->
              Operation.map(
                  "covers", loaded.checkpoint().getCoversSeq(),
                  "state", Bodies.number(loaded.state())));
    }
  }
}
