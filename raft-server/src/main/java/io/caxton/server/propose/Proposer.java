package io.caxton.server.propose;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.caxton.server.consensus.Consensus;
import io.caxton.server.consensus.NotAppendedException;
import io.caxton.server.error.RefusedException;
import io.caxton.state.Effect;
import io.caxton.state.Result;
import io.caxton.v1.Command;
import io.caxton.v1.ErrorReason;
import io.caxton.v1.Record;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gathers commands into log records, adaptively: while few records are in flight a command leaves
 * at once, in its caller's thread; otherwise it waits and shares the next record with all that
 * wait. A Raft entry costs the same with 1 or 1 000 commands in it, so this is where throughput
 * comes from. Thread-safe.
 */
public final class Proposer {
  /** The format of the records this code writes. */
  public static final int RECORD_VERSION = 1;

  private static final int RECORD_OVERHEAD_BYTES = 64;
  private static final int COMMAND_OVERHEAD_BYTES = 8;
  private static final int COMMANDS_MAX = 4_096;
  private static final long RETRY_DELAY_MILLIS = 50;

  /** The bounds of a proposer; see the settings of the same names. */
  public record Bounds(
      int recordsInFlightMax, long recordBytesMax, long pendingBytesMax, long writeTimeoutMillis) {}

  private final Consensus consensus;
  private final LeaderClock clock;
  private final Bounds bounds;
  private final Executor replies;
  private final Consumer<Effect> effects;
  private final LongSupplier nanoTime;
  private final Meter commandsMeter;
  private final Histogram commandsPerRecord;
  private final Meter unknownOutcomes;

  // Guarded by this.
  private final ArrayDeque<PendingCommand> waiting = new ArrayDeque<>();
  private final Set<Batch> inFlight = new LinkedHashSet<>();
  private long pendingBytes;
  private boolean open;
  private long term;

  public Proposer(
      Consensus consensus,
      LeaderClock clock,
      Bounds bounds,
      Executor replies,
      Consumer<Effect> effects,
      LongSupplier nanoTime,
      MetricRegistry metrics) {
    this.consensus = consensus;
    this.clock = clock;
    this.bounds = bounds;
    this.replies = replies;
    this.effects = effects;
    this.nanoTime = nanoTime;
    this.commandsMeter = metrics.meter("caxton_commands_proposed");
    this.commandsPerRecord = metrics.histogram("caxton_commands_per_record");
    this.unknownOutcomes = metrics.meter("caxton_unknown_outcomes");
  }

  /** This node leads in this term: commands are taken from now on. The clock must run. */
  public synchronized void open(long leadershipTerm) {
    open = true;
    term = leadershipTerm;
  }

  /**
   * This node does not lead any more. What was not proposed is definitely refused; what is in
   * flight may still commit and is answered when it is applied here or its time is over.
   */
  public void close() {
    List<PendingCommand> refused;
    synchronized (this) {
      open = false;
      refused = new ArrayList<>(waiting);
      waiting.clear();
      refused.forEach(command -> pendingBytes -= command.bytes);
    }
    replies.execute(() -> refuse(refused, notLeading()));
  }

  /**
   * Takes a command. The answer completes on a reply thread: with its result once applied, or with
   * {@link RefusedException} (OVERLOADED, NOT_LEADER, NOT_READY: definite; OUTCOME_UNKNOWN).
   */
  public CompletableFuture<Result> propose(Command command, Priority priority) {
    int bytes = command.getSerializedSize() + COMMAND_OVERHEAD_BYTES;
    PendingCommand pending = new PendingCommand(command, bytes, nanoTime.getAsLong());
    synchronized (this) {
      if (!open) {
        return CompletableFuture.failedFuture(
            RefusedException.retryLater(
                ErrorReason.NOT_READY, "this node does not take proposals at the moment", 10));
      }
      if (pendingBytes + bytes > bounds.pendingBytesMax() / 1_000 * priority.perMille) {
        return CompletableFuture.failedFuture(
            RefusedException.retryLater(
                ErrorReason.OVERLOADED,
                pendingBytes
                    + " bytes of commands wait or are under way, the bound is "
                    + bounds.pendingBytesMax(),
                RETRY_DELAY_MILLIS));
      }
      pendingBytes += bytes;
      waiting.addLast(pending);
      proposeWhileRoom();
    }
    return pending.answer;
  }

  /** Ends what took too long; call it regularly. */
  public void expire() {
    long now = nanoTime.getAsLong();
    long timeoutNanos = bounds.writeTimeoutMillis() * 1_000_000;
    List<PendingCommand> refused = new ArrayList<>();
    List<Batch> unknown = new ArrayList<>();
    synchronized (this) {
      while (!waiting.isEmpty() && now - waiting.peekFirst().admittedNanos > timeoutNanos) {
        PendingCommand command = waiting.removeFirst();
        pendingBytes -= command.bytes;
        refused.add(command);
      }
      for (Batch batch : inFlight) {
        if (now - batch.proposedNanos > timeoutNanos) {
          unknown.add(batch);
        }
      }
    }
    refuse(
        refused,
        RefusedException.retryLater(
            ErrorReason.NO_QUORUM, "the log did not move for the write timeout", 200));
    unknown.forEach(batch -> batch.fail(unknownOutcome()));
  }

  public synchronized long pendingBytes() {
    return pendingBytes;
  }

  /** Proposes in log order: the stamp and the append happen under this lock. */
  private void proposeWhileRoom() {
    while (open && !waiting.isEmpty() && inFlight.size() < bounds.recordsInFlightMax()) {
      Batch batch = nextBatch();
      inFlight.add(batch);
      commandsPerRecord.update(batch.record().getCommandsCount());
      commandsMeter.mark(batch.record().getCommandsCount());
      CompletableFuture<Void> applied;
      try {
        applied = consensus.propose(batch);
      } catch (RuntimeException e) {
        applied = CompletableFuture.failedFuture(e);
      }
      applied.whenComplete((ok, failure) -> replies.execute(() -> finish(batch, failure)));
    }
  }

  private Batch nextBatch() {
    LeaderClock.Stamp stamp = clock.advance();
    Record.Builder record =
        Record.newBuilder()
            .setVersion(RECORD_VERSION)
            .setTick(stamp.tick())
            .setWallMillis(stamp.wallMillis())
            .setCommitIndex(Math.max(0, consensus.status().commitIndex()));
    List<PendingCommand> commands = new ArrayList<>();
    long bytes = RECORD_OVERHEAD_BYTES;
    long pending = 0;
    while (!waiting.isEmpty() && commands.size() < COMMANDS_MAX) {
      PendingCommand command = waiting.peekFirst();
      if (!commands.isEmpty() && bytes + command.bytes > bounds.recordBytesMax()) {
        break;
      }
      waiting.removeFirst();
      bytes += command.bytes;
      pending += command.bytes;
      commands.add(command);
      record.addCommands(command.command);
    }
    return new Batch(record.build(), term, commands, pending, nanoTime.getAsLong());
  }

  /** On a reply thread: room for the next record first, then the answers. */
  private void finish(Batch batch, Throwable failure) {
    synchronized (this) {
      inFlight.remove(batch);
      pendingBytes -= batch.bytes;
      proposeWhileRoom();
    }
    if (failure == null) {
      batch.answer(effects);
    } else if (failure instanceof NotAppendedException refused) {
      batch.fail(translate(refused));
    } else {
      unknownOutcomes.mark();
      batch.fail(unknownOutcome());
    }
  }

  private static RuntimeException translate(NotAppendedException refused) {
    return switch (refused.reason()) {
      case NOT_LEADER -> notLeading();
      case NOT_READY ->
          RefusedException.retryLater(ErrorReason.NOT_READY, refused.getMessage(), 20);
      case OVERLOADED ->
          RefusedException.retryLater(
              ErrorReason.OVERLOADED, refused.getMessage(), RETRY_DELAY_MILLIS);
      case TOO_LARGE -> RefusedException.of(ErrorReason.INVALID_ARGUMENT, refused.getMessage());
    };
  }

  private static RuntimeException notLeading() {
    return RefusedException.of(ErrorReason.NOT_LEADER, "this node does not lead");
  }

  private static RuntimeException unknownOutcome() {
    return RefusedException.of(
        ErrorReason.OUTCOME_UNKNOWN,
        "proposed, but not seen to commit in time: the outcome is unknown; send the same request"
            + " again");
  }

  private static void refuse(List<PendingCommand> commands, RuntimeException cause) {
    commands.forEach(command -> command.answer.completeExceptionally(cause));
  }
}
