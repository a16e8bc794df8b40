package io.caxton.server.propose;

import io.caxton.state.Result;
import io.caxton.v1.Command;
import java.util.concurrent.CompletableFuture;

/** A command between admission and its answer. */
final class PendingCommand {
  final Command command;
  final int bytes;
  final long admittedNanos;
  final CompletableFuture<Result> answer = new CompletableFuture<>();

  /** Set at apply on the apply thread, answered later by a reply thread. */
  Result result;

  PendingCommand(Command command, int bytes, long admittedNanos) {
    this.command = command;
    this.bytes = bytes;
    this.admittedNanos = admittedNanos;
  }
}
