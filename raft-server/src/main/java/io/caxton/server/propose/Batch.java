package io.caxton.server.propose;

import io.caxton.server.consensus.Proposal;
import io.caxton.state.Effect;
import io.caxton.state.Result;
import io.caxton.state.ResultSink;
import io.caxton.v1.Record;
import java.util.List;
import java.util.function.Consumer;

/**
 * The commands of one record on their way through the log. At apply each result is kept here; the
 * answers are given later, all together, away from the apply thread.
 */
public final class Batch implements Proposal, ResultSink {
  private final Record record;
  private final long term;
  private final List<PendingCommand> commands;
  final long bytes;
  final long proposedNanos;

  Batch(Record record, long term, List<PendingCommand> commands, long bytes, long proposedNanos) {
    this.record = record;
    this.term = term;
    this.commands = commands;
    this.bytes = bytes;
    this.proposedNanos = proposedNanos;
  }

  @Override
  public Record record() {
    return record;
  }

  @Override
  public long term() {
    return term;
  }

  @Override
  public void accept(int index, Result result) {
    commands.get(index).result = result;
  }

  /** Answers the callers, then has the effects performed. */
  void answer(Consumer<Effect> effects) {
    for (PendingCommand command : commands) {
      command.answer.complete(command.result);
    }
    for (PendingCommand command : commands) {
      command.result.effects().forEach(effects);
    }
  }

  void fail(RuntimeException cause) {
    for (PendingCommand command : commands) {
      command.answer.completeExceptionally(cause);
    }
  }
}
