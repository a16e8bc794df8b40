package io.caxton.state.bench;

import io.caxton.state.Limits;
import io.caxton.state.Result;
import io.caxton.state.StateMachine;
import io.caxton.v1.Record;
import io.caxton.v1.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Applies full task cycles (submit, claim, complete), every call in a session and checked by the
 * dedup gate, on one thread. Only apply and freeze are timed, not the making of the requests. The
 * core reads no clock, so the caller brings one.
 */
public final class CoreBench {
  private static final int RECORDS_PREPARED = 64;

  private CoreBench() {}

  /**
   * What to run.
   *
   * @param commands timed commands, at least; as many as a fourth of them run before as a warm-up
   * @param items tasks in each command
   * @param payloadBytes of each task
   * @param recordCommands commands in each record
   * @param pendingTasks ready tasks that lie in another queue all the time
   * @param freezes true: a view is frozen after every record, as for readers
   */
  public record Options(
      long commands,
      int items,
      int payloadBytes,
      int recordCommands,
      int pendingTasks,
      boolean freezes) {
    public static final Options DEFAULT = new Options(3_000_000, 1, 256, 100, 0, false);
  }

  /** What came of it. */
  public record Measured(
      long commands,
      double seconds,
      double commandsPerSecond,
      double itemsPerSecond,
      double nanosPerItem,
      long completedTasks,
      long position) {}

  /** Runs it; throws IllegalStateException if a command does not do what it should. */
  public static Measured run(Options options, LongSupplier nanoTime) {
    StateMachine machine = new StateMachine(Limits.BUILT_IN);
    CycleCommands commands = new CycleCommands(options, machine.position());
    for (Record record : commands.prelude()) {
      machine.apply(record, CoreBench::check);
    }
    apply(machine, commands, options, options.commands() / 4, nanoTime);
    long timedFrom = machine.position();
    long nanos = apply(machine, commands, options, options.commands(), nanoTime);
    long applied = machine.position() - timedFrom;
    double seconds = nanos / 1e9;
    return new Measured(
        applied,
        seconds,
        applied / seconds,
        applied * (double) options.items() / seconds,
        nanos / ((double) applied * options.items()),
        machine.freeze().queue("", CycleCommands.QUEUE).orElseThrow().getCompletedTotal(),
        machine.position());
  }

  private static long apply(
      StateMachine machine,
      CycleCommands commands,
      Options options,
      long count,
      LongSupplier nanoTime) {
    long nanos = 0;
    long end = machine.position() + count;
    while (machine.position() < end) {
      List<Record> records = new ArrayList<>(RECORDS_PREPARED);
      for (int i = 0; i < RECORDS_PREPARED; i++) {
        records.add(commands.next());
      }
      long started = nanoTime.getAsLong();
      for (Record record : records) {
        machine.apply(record, CoreBench::check);
        if (options.freezes()) {
          machine.freeze();
        }
      }
      nanos += nanoTime.getAsLong() - started;
    }
    return nanos;
  }

  private static void check(int index, Result result) {
    Reply reply = result.reply();
    boolean refused =
        reply.hasRefusal()
            || result.replayed()
            || (reply.hasCompleteTasks() && reply.getCompleteTasks().getResults(0).hasRefusal())
            || (reply.hasClaimTasks() && reply.getClaimTasks().getGrantsCount() == 0);
    if (refused) {
      throw new IllegalStateException("command " + index + " was refused: " + reply);
    }
  }
}
